import { observable, type Observable } from '../live/observable.ts'

/** `auto` follows the system. */
export const themes = ['auto', 'light', 'dark'] as const

/** How the page looks. */
export type Theme = (typeof themes)[number]

/** The choice of a theme, kept for the next time. */
export interface ThemeChoice {
  readonly theme: Observable<Theme>
  readonly choose: (theme: Theme) => void
  /** Calls `listener` whenever colours change, for what is drawn and not styled. */
  readonly onColours: (listener: () => void) => () => void
}

const storageKey = 'iommi.console.theme'

/** Applies the theme chosen last time. */
export function openTheme(): ThemeChoice {
  const stored = localStorage.getItem(storageKey)
  const theme = observable<Theme>(themes.find((known) => known === stored) ?? 'auto')
  const system = matchMedia('(prefers-color-scheme: dark)')
  const apply = (): void => {
    if (theme.get() === 'auto') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme.get()
  }
  apply()
  return {
    theme,
    choose: (chosen) => {
      localStorage.setItem(storageKey, chosen)
      theme.set(chosen)
      apply()
    },
    onColours: (listener) => {
      const unsubscribe = theme.subscribe(() => queueMicrotask(listener))
      system.addEventListener('change', listener)
      return () => {
        unsubscribe()
        system.removeEventListener('change', listener)
      }
    },
  }
}
