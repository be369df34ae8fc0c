import type { ReactNode } from 'react'
import { useQuery } from 'urql'
import { viewerDocument } from '../graph/documents.ts'
import type { Observable } from '../live/observable.ts'
import type { Link } from '../live/order-feed.ts'
import { LinkBadge } from './link-badge.tsx'
import { ThemeSwitch } from './theme-switch.tsx'
import type { ThemeChoice } from './theme.ts'

interface ViewerAnswer {
  readonly viewer: { readonly name: string; readonly roles: readonly string[]; readonly tenant: { readonly slug: string } }
}

/** What the bar shows and offers. */
export interface TopBarProps {
  readonly link: Observable<Link>
  readonly theme: ThemeChoice
  readonly onSignOut: () => void
}

/** What this page is, whether it is live, who is looking at it. */
export function TopBar({ link, theme, onSignOut }: TopBarProps): ReactNode {
  const [{ data }] = useQuery<ViewerAnswer>({ query: viewerDocument })
  const viewer = data?.viewer
  return (
    <header className="top">
      <h1>Orders{viewer === undefined ? null : <span className="soft"> {viewer.tenant.slug}</span>}</h1>
      <LinkBadge link={link} />
      <div className="top-end">
        <ThemeSwitch choice={theme} />
        {viewer === undefined ? null : (
          <p className="viewer">
            {viewer.name} <span className="soft">{viewer.roles.join(', ')}</span>
          </p>
        )}
        <button type="button" className="plain" onClick={onSignOut}>
          Sign out
        </button>
      </div>
    </header>
  )
}
