import type { ReactNode } from 'react'
import { useQuery } from 'urql'
import { viewerDocument } from '../graph/documents.ts'
import type { Observable } from '../live/observable.ts'
import type { Link } from '../live/feed.ts'
import { LinkBadge } from './link-badge.tsx'
import { pages, type PageName } from './page-names.ts'
import { ThemeSwitch } from './theme-switch.tsx'
import type { ThemeChoice } from './theme.ts'

interface ViewerAnswer {
  readonly viewer: { readonly name: string; readonly roles: readonly string[]; readonly tenant: { readonly slug: string } }
}

/** What the bar shows and offers. */
export interface TopBarProps {
  readonly title: PageName
  /** Null for a page where nothing moves by itself. */
  readonly link: Observable<Link> | null
  readonly theme: ThemeChoice
  readonly onSignOut: () => void
}

/** What this page is, whether it is live, who is looking at it. */
export function TopBar({ title, link, theme, onSignOut }: TopBarProps): ReactNode {
  const [{ data }] = useQuery<ViewerAnswer>({ query: viewerDocument })
  const viewer = data?.viewer
  return (
    <header className="top">
      <h1>
        {title}
        {viewer === undefined ? null : <span className="soft"> {viewer.tenant.slug}</span>}
      </h1>
      <nav className="pages" aria-label="Pages">
        {pages.map(([name, href]) => (
          <a key={name} href={href} aria-current={name === title ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      {link === null ? null : <LinkBadge link={link} />}
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
