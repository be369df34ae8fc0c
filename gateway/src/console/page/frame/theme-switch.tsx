import type { ReactNode } from 'react'
import { useObservable } from '../live/use-observable.ts'
import { themes, type Theme, type ThemeChoice } from './theme.ts'

const names: Readonly<Record<Theme, string>> = { auto: 'Auto', light: 'Light', dark: 'Dark' }

/** Lets somebody choose between light and dark. */
export function ThemeSwitch({ choice }: { readonly choice: ThemeChoice }): ReactNode {
  const chosen = useObservable(choice.theme)
  return (
    <div className="segments" role="group" aria-label="Theme">
      {themes.map((theme) => (
        <button key={theme} type="button" aria-pressed={theme === chosen} onClick={() => choice.choose(theme)}>
          {names[theme]}
        </button>
      ))}
    </div>
  )
}
