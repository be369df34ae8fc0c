import type { ReactNode } from 'react'
import { EndedNotice } from '../frame/ended-notice.tsx'
import { countText } from '../frame/money-text.ts'
import type { ThemeChoice } from '../frame/theme.ts'
import { timeText } from '../frame/time-text.ts'
import { TopBar } from '../frame/top-bar.tsx'
import { useObservable } from '../live/use-observable.ts'
import type { BatchRow, LiveMainframe, MainframeOverview, ParkedRow } from './live-mainframe.ts'
import { ReplayForm } from './replay-form.tsx'
import { lagText, type SyncRow, type SyncState } from './sync-list.ts'

/** Everything the page shows and moves. */
export interface MainframePageProps {
  readonly live: LiveMainframe
  readonly theme: ThemeChoice
  readonly onSignOut: () => void
}

const stateNames: Readonly<Record<SyncState, string>> = { PENDING: 'Pending', SENT: 'Sent', SYNCED: 'Synced', PARKED: 'Parked' }
const batchNames: Readonly<Record<BatchRow['state'], string>> = { CREATED: 'Created', SENT: 'Sent', ACKED: 'Acked', VOID: 'Void' }

/** The way of profiles to the mainframe: how much waits, what is stuck and why, what is under way, the batches and their answers. */
export function MainframePage({ live, theme, onSignOut }: MainframePageProps): ReactNode {
  const { overview, parked, rows, batches, problem } = useObservable(live.state)
  return (
    <div className="tables-page">
      <a className="skip" href="#mainframe">
        Skip to the profiles
      </a>
      <TopBar title="Mainframe" link={live.link} theme={theme} onSignOut={onSignOut} />
      <EndedNotice link={live.link} />
      <main id="mainframe" tabIndex={-1}>
        {problem === null ? null : <p role="alert">{problem}</p>}
        <MainframeHeadline overview={overview} />
        <Parked rows={parked} onReplayed={live.refresh} />
        <UnderWay rows={rows} />
        <Batches batches={batches} />
      </main>
    </div>
  )
}

function count(value: number | undefined): string {
  return value === undefined ? '–' : countText(value)
}

function MainframeHeadline({ overview }: { readonly overview: MainframeOverview | null }): ReactNode {
  const tiles: readonly (readonly [label: string, value: string])[] = [
    ['Backlog', count(overview === null ? undefined : overview.pendingCount + overview.sentCount)],
    ['Oldest pending', lagText(overview?.oldestLagSeconds ?? null)],
    ['Acks in the last minute', count(overview?.ackedLastMinuteCount)],
    ['Parked', count(overview?.parkedCount)],
  ]
  return (
    <div className="headline">
      {tiles.map(([label, value]) => (
        <div key={label} className="tile">
          <span className="label">{label}</span>
          <span className="figure">{value}</span>
        </div>
      ))}
    </div>
  )
}

function Heads({ names }: { readonly names: readonly string[] }): ReactNode {
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function Parked({ rows, onReplayed }: { readonly rows: readonly ParkedRow[]; readonly onReplayed: () => void }): ReactNode {
  return (
    <section aria-labelledby="parked">
      <h2 id="parked">Parked</h2>
      {rows.length === 0 ? (
        <p>The mainframe has refused nothing.</p>
      ) : (
        <table>
          <Heads names={['Customer', 'Version', 'Reason', 'Behind for', 'Send again']} />
          <tbody>
            {rows.map(({ customer, desiredVersion, reject, lagSeconds }) => (
              <tr key={customer.id} data-parked={customer.id}>
                <td>{customer.name}</td>
                <td>{desiredVersion}</td>
                <td>{reject === null ? '–' : `${reject.field ?? 'Record'} (code ${reject.code}): ${reject.message}`}</td>
                <td>{lagText(lagSeconds)}</td>
                <td>
                  <ReplayForm customer={customer} onReplayed={onReplayed} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function UnderWay({ rows }: { readonly rows: readonly SyncRow[] }): ReactNode {
  return (
    <section aria-labelledby="profiles">
      <h2 id="profiles">Profiles, those that moved last first</h2>
      {rows.length === 0 ? (
        <p>Nothing is under way.</p>
      ) : (
        <table>
          <Heads names={['Customer', 'State', 'Version', 'At the mainframe']} />
          <tbody>
            {rows.map(({ customer, state, desiredVersion, ackedVersion }) => (
              <tr key={customer.id} data-sync={customer.id}>
                <td>{customer.name}</td>
                <td className="sync-state" data-state={state}>
                  {stateNames[state]}
                </td>
                <td>{desiredVersion}</td>
                <td>{ackedVersion === 0 ? '–' : ackedVersion}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Batches({ batches }: { readonly batches: readonly BatchRow[] }): ReactNode {
  return (
    <section aria-labelledby="batches">
      <h2 id="batches">Batches</h2>
      {batches.length === 0 ? (
        <p>No batch was made yet.</p>
      ) : (
        <table>
          <Heads names={['Number', 'State', 'Profiles', 'Sent', 'Acked', 'Return code']} />
          <tbody>
            {batches.map(({ id, sequence, state, recordCount, sentAt, ackedAt, sendCount, returnCode, reason }) => (
              <tr key={id} data-batch={sequence}>
                <td>{sequence}</td>
                <td>{batchNames[state]}</td>
                <td>{recordCount}</td>
                <td>{sentAt === null ? '–' : `${timeText(sentAt)}${sendCount > 1 ? ` (${String(sendCount)} times)` : ''}`}</td>
                <td>{ackedAt === null ? '–' : timeText(ackedAt)}</td>
                <td>{returnCode === null ? '–' : `${String(returnCode)}${reason === null ? '' : ` ${reason}`}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
