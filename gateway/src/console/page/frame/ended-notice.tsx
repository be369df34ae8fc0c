import type { ReactNode } from 'react'
import type { Observable } from '../live/observable.ts'
import type { Link } from '../live/feed.ts'
import { useObservable } from '../live/use-observable.ts'

/** Says why nothing is live any more, and offers what helps. */
export function EndedNotice({ link }: { readonly link: Observable<Link> }): ReactNode {
  const { state, problem } = useObservable(link)
  if (state !== 'ended') return null
  return (
    <div className="banner" role="alert">
      <p>{problem}</p>
      <button type="button" className="primary" onClick={() => location.reload()}>
        Load again
      </button>
    </div>
  )
}
