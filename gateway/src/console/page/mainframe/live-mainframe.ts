import type { Graph } from '../graph/graph-client.ts'
import { openFeed, type FollowedField, type Link } from '../live/feed.ts'
import { observable, type Observable } from '../live/observable.ts'
import { pause } from '../live/pause.ts'
import type { Session } from '../sign-in/session.ts'
import { mainframeChangesDocument, mainframeDocument } from './mainframe-documents.ts'
import { withChange, withPage, type SyncChange, type SyncPage, type SyncRow } from './sync-list.ts'

/** A profile that the mainframe refused. */
export interface ParkedRow extends SyncRow {
  readonly lagSeconds: number | null
  readonly reject: { readonly code: string; readonly field: string | null; readonly message: string } | null
}

/** A batch and its answer. */
export interface BatchRow {
  readonly id: string
  readonly sequence: number
  readonly state: 'CREATED' | 'SENT' | 'ACKED' | 'VOID'
  readonly recordCount: number
  readonly sentAt: string | null
  readonly ackedAt: string | null
  readonly sendCount: number
  readonly returnCode: number | null
  readonly reason: string | null
}

/** Counts of the moment they were read. */
export interface MainframeOverview {
  readonly pendingCount: number
  readonly sentCount: number
  readonly parkedCount: number
  readonly oldestLagSeconds: number | null
  readonly ackedLastMinuteCount: number
}

/** What the page shows. */
export interface MainframeState {
  /** Null before the first answer. */
  readonly overview: MainframeOverview | null
  readonly parked: readonly ParkedRow[]
  /** Profiles under way, those first that the stream told of last. */
  readonly rows: readonly SyncRow[]
  readonly batches: readonly BatchRow[]
  /** Why the counts are not up to date; null when they are. */
  readonly problem: string | null
}

/** Everything on the page that moves by itself. */
export interface LiveMainframe {
  readonly state: Observable<MainframeState>
  readonly link: Observable<Link>
  /** Reads everything again now. */
  readonly refresh: () => void
}

interface Answer {
  readonly mainframeOverview: MainframeOverview
  readonly parked: SyncPage<ParkedRow>
  readonly underWay: SyncPage
  readonly mainframeBatches: { readonly nodes: readonly BatchRow[] }
}

const refreshIntervalMs = 1_000
const idleRefreshMs = 10_000
const resyncDelayMs = 1_000
const profileChanges: FollowedField = {
  document: mainframeChangesDocument,
  operationName: 'ConsoleMainframeChanges',
  field: 'mainframeSyncChanged',
}

/**
 * Follows every step of every profile, and reads counts, profiles and batches whenever the stream begins, also anew after it could not
 * tell all that was missed, and whenever it has told something, at most once a second. What is read is newer than all the stream told
 * before, and puts that right; only what it tells while the page is read may be newer still, and stays.
 */
export function openLiveMainframe(graph: Graph, session: Session): LiveMainframe {
  const state = observable<MainframeState>({ overview: null, parked: [], rows: [], batches: [], problem: null })
  const feed = openFeed<SyncChange>(session, profileChanges)
  let toldMeanwhile = new Set<string>()
  const refresh = onceAtATime(async () => {
    toldMeanwhile = new Set()
    try {
      const { mainframeOverview, parked, underWay, mainframeBatches } = await graph.read<Answer>(mainframeDocument, {})
      const rows = withPage(state.get().rows, { parked, underWay }, toldMeanwhile)
      state.set({ overview: mainframeOverview, parked: parked.nodes, rows, batches: mainframeBatches.nodes, problem: null })
    } catch (error) {
      state.set({ ...state.get(), problem: error instanceof Error ? error.message : String(error) })
    }
    await pause(refreshIntervalMs)
  })
  let wasLive = false
  feed.link.subscribe(() => {
    const isLive = feed.link.get().state === 'live'
    if (isLive && !wasLive) refresh()
    wasLive = isLive
  })
  const onChange = (change: SyncChange): void => {
    if (change.customer !== null) toldMeanwhile.add(change.customer.id)
    state.set({ ...state.get(), rows: withChange(state.get().rows, change) })
    refresh()
  }
  const run = async (): Promise<void> => {
    while ((await feed.follow(null, onChange)) === 'resync') await pause(resyncDelayMs)
  }
  refresh()
  void run()
  // Times go on, also where nothing happens.
  setInterval(refresh, idleRefreshMs)
  return { state, link: feed.link, refresh }
}

/** Runs `work` when asked, never twice at once: whoever asks meanwhile is served by one more run. */
function onceAtATime(work: () => Promise<void>): () => void {
  let isRunning = false
  let isAsked = false
  const run = async (): Promise<void> => {
    isRunning = true
    while (isAsked) {
      isAsked = false
      await work()
    }
    isRunning = false
  }
  return () => {
    isAsked = true
    if (!isRunning) void run()
  }
}
