import type { ReactNode } from 'react'
import type { Observable } from '../live/observable.ts'
import type { Link } from '../live/feed.ts'
import { useObservable } from '../live/use-observable.ts'
import { timeText } from './time-text.ts'

const names: Readonly<Record<Link['state'], string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  resuming: 'Catching up…',
  reconnecting: 'Connection lost, trying again…',
  ended: 'Not live',
}

/** Whether changes are coming in, and when the last one came. */
export function LinkBadge({ link }: { readonly link: Observable<Link> }): ReactNode {
  const { state, lastChangeAtMs } = useObservable(link)
  return (
    <p className="link-badge" data-state={state} role="status">
      <span className="dot" aria-hidden="true" />
      <span>{names[state]}</span>
      {lastChangeAtMs === null ? null : (
        <span className="soft last-change" aria-live="off">
          last change {timeText(new Date(lastChangeAtMs).toISOString())}
        </span>
      )}
    </p>
  )
}
