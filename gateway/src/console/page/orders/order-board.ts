import { observable, type Observable } from '../live/observable.ts'
import { isSameFilter, noFilter, passes, type OrderFilter } from './order-filter.ts'
import { appendPage, applyChange, emptyList, listOf, type OrderList, type OrderPage } from './order-list.ts'
import type { OrderRecord } from './order-record.ts'

/** The list of orders as the page shows it. */
export interface BoardState {
  readonly filter: OrderFilter
  readonly list: OrderList
  /** `loading` and `failed` go for the newest page; the list is then that of before. */
  readonly phase: 'loading' | 'ready' | 'failed'
  /** Why the last reading failed; null when it did not. */
  readonly problem: string | null
  readonly isReadingOlder: boolean
}

/** A page of orders, and where the stream of changes stood before it was read. */
export interface ReadPage extends OrderPage {
  readonly changesCursor: string
}

/** A list of orders that is read page by page and kept up to date by changes. */
export interface OrderBoard {
  readonly state: Observable<BoardState>
  /** Reads the newest page of the orders that pass the filter. Resolves to where to follow changes from; null when it failed or was overtaken. */
  readonly show: (filter: OrderFilter) => Promise<string | null>
  /** Reads the next older page. */
  readonly readOlder: () => Promise<void>
  /** Takes in an order as a change has it; `null`: some order has changed, and nobody knows how. */
  readonly apply: (order: OrderRecord | null) => void
}

/** Reads a page: the newest, or the one after a cursor. */
export type PageReader = (filter: OrderFilter, after: string | null) => Promise<ReadPage>

const itemsMax = 2_000
const rereadDelayMs = 2_000

/** Opens an empty board. */
export function openOrderBoard(readPage: PageReader): OrderBoard {
  const state = observable<BoardState>({ filter: noFilter, list: emptyList, phase: 'loading', problem: null, isReadingOlder: false })
  const update = (changes: Partial<BoardState>): void => state.set({ ...state.get(), ...changes })
  const reads = openReads(readPage)
  let latestShow = 0
  let sequence = 0
  let rereadTimer: ReturnType<typeof setTimeout> | null = null

  const rereadSoon = (): void => {
    rereadTimer ??= setTimeout(() => {
      rereadTimer = null
      void show(state.get().filter)
    }, rereadDelayMs)
  }
  const applyTo = (list: OrderList, order: OrderRecord): OrderList => {
    const isWanted = passes(state.get().filter, order)
    if (isWanted === null) rereadSoon()
    sequence += 1
    return applyChange(list, { order, isWanted, sequence })
  }
  const show = async (filter: OrderFilter): Promise<string | null> => {
    latestShow += 1
    const mine = latestShow
    const isQuiet = state.get().phase === 'ready' && isSameFilter(filter, state.get().filter)
    update({ filter, phase: isQuiet ? 'ready' : 'loading', isReadingOlder: false })
    const { page, problem, meanwhile } = await reads.read(filter, null)
    if (mine !== latestShow) return null
    if (page === null) update({ phase: 'failed', problem })
    else update({ list: meanwhile.reduce(applyTo, listOf(page)), phase: 'ready', problem: null })
    return page?.changesCursor ?? null
  }
  const readOlder = async (): Promise<void> => {
    const { list, filter, isReadingOlder } = state.get()
    if (isReadingOlder || !list.hasOlder) return
    const mine = latestShow
    update({ isReadingOlder: true })
    const { page, problem, meanwhile } = await reads.read(filter, list.endCursor)
    if (mine !== latestShow) return
    const known = state.get().list
    update({ list: page === null ? known : meanwhile.reduce(applyTo, appendPage(known, page)), problem, isReadingOlder: false })
  }
  const apply = (order: OrderRecord | null): void => {
    if (order === null) return rereadSoon()
    reads.note(order)
    const { list } = state.get()
    const changed = applyTo(list, order)
    if (changed !== list) update({ list: changed })
    if (changed.items.length > itemsMax) rereadSoon()
  }
  return { state, show, readOlder, apply }
}

interface ReadOutcome {
  /** Null where it could not be read; `problem` says why. */
  readonly page: ReadPage | null
  readonly problem: string | null
  /** What changed while the page was read: it may not know that yet. */
  readonly meanwhile: readonly OrderRecord[]
}

interface Reads {
  readonly read: (filter: OrderFilter, after: string | null) => Promise<ReadOutcome>
  readonly note: (order: OrderRecord) => void
}

function openReads(readPage: PageReader): Reads {
  const underWay = new Set<OrderRecord[]>()
  return {
    read: async (filter, after) => {
      const meanwhile: OrderRecord[] = []
      underWay.add(meanwhile)
      try {
        return { page: await readPage(filter, after), problem: null, meanwhile }
      } catch (error) {
        return { page: null, problem: error instanceof Error ? error.message : 'The service gave no answer.', meanwhile }
      } finally {
        underWay.delete(meanwhile)
      }
    },
    note: (order) => {
      for (const meanwhile of underWay) meanwhile.push(order)
    },
  }
}
