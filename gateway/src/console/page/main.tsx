import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { Provider } from 'urql'
import { openAddress, type Address } from './frame/address.ts'
import { ConsolePage } from './frame/console-page.tsx'
import { pageAt, type PageName } from './frame/page-names.ts'
import { SignInProblem } from './frame/sign-in-problem.tsx'
import { openTheme } from './frame/theme.ts'
import { openGraph, type Graph } from './graph/graph-client.ts'
import { openLiveMainframe } from './mainframe/live-mainframe.ts'
import { MainframePage } from './mainframe/mainframe-page.tsx'
import { openLiveOrders, type LiveOrders } from './live/live-orders.ts'
import { isSameFilter } from './orders/order-filter.ts'
import { readSettings } from './sign-in/console-settings.ts'
import type { Session } from './sign-in/session.ts'
import { signIn } from './sign-in/sign-in.ts'
import { UsagePage } from './usage/usage-page.tsx'

const theme = openTheme()
const place = document.querySelector('#console')
if (place === null) throw new Error('The page has no place for the console.')
const outcome = await signIn(readSettings(document))
// Signing in has brought back the address that somebody came for.
const page = pageAt(location.pathname)
document.title = page[0]
if (outcome.kind === 'failed') createRoot(place).render(<SignInProblem page={page} problem={outcome.problem} />)
if (outcome.kind === 'signed-in') {
  const { session, signOut } = outcome
  const graph = openGraph(session, '/graphql')
  const makers: Readonly<Record<PageName, () => ReactNode>> = {
    Orders: () => ordersPage(graph, session, signOut),
    Mainframe: () => <MainframePage live={openLiveMainframe(graph, session)} theme={theme} onSignOut={signOut} />,
    Usage: () => <UsagePage graph={graph} theme={theme} onSignOut={signOut} />,
  }
  createRoot(place).render(<Provider value={graph.client}>{makers[page[0]]()}</Provider>)
}

function ordersPage(graph: Graph, session: Session, signOut: () => void): ReactNode {
  const address = openAddress()
  const live = openLiveOrders(graph, session, address.view.get().filter)
  showWhatTheAddressSays(address, live)
  return <ConsolePage live={live} address={address} theme={theme} onSignOut={signOut} />
}

function showWhatTheAddressSays(address: Address, live: LiveOrders): void {
  address.view.subscribe(() => {
    const { filter } = address.view.get()
    if (!isSameFilter(filter, live.board.state.get().filter)) live.show(filter)
  })
}
