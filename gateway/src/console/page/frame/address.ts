import { observable, type Observable } from '../live/observable.ts'
import { readView, writeView, type View } from '../orders/order-filter.ts'

/** What the page shows, kept in its address: it can be bookmarked, shared and gone back to. */
export interface Address {
  readonly view: Observable<View>
  /** Changes parts of the view. `replace` for what is being typed: going back skips it. */
  readonly go: (changes: Partial<View>, mode?: 'push' | 'replace') => void
}

/** Opens the address of this page. */
export function openAddress(): Address {
  const view = observable(readView(location.search))
  addEventListener('popstate', () => view.set(readView(location.search)))
  return {
    view,
    go: (changes, mode = 'push') => {
      const next = { ...view.get(), ...changes }
      const url = `/${writeView(next)}`
      if (mode === 'push') history.pushState(null, '', url)
      else history.replaceState(null, '', url)
      view.set(next)
    },
  }
}
