import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a swarm is told. */
export type SwarmOrder = { readonly number: number } & (
  | {
      readonly kind: 'connect'
      readonly port: number
      readonly count: number
      readonly token: string
      readonly query: string
      /** Nobody's execution is shared with anybody's. */
      readonly isAlone: boolean
    }
  /** So many of its clients stop reading. */
  | { readonly kind: 'stall'; readonly share: number }
  /** Counts from nought. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'ask' }
)

/** How a swarm stands. */
export interface SwarmAnswer {
  readonly clients: number
  /** Received by those that read, all together, and by the one with the fewest and the most. */
  readonly messages: number
  readonly fewest: number
  readonly most: number
  /** From an event's `occurredAt` to its arrival, of one client in fifty. */
  readonly latenciesMs: readonly number[]
}

type Wish<Kind extends SwarmOrder['kind']> = Omit<Extract<SwarmOrder, { kind: Kind }>, 'number' | 'kind'>

/** Subscribers in a process of their own, on the core of the load. */
export interface Swarm {
  readonly connect: (wish: Wish<'connect'>) => Promise<SwarmAnswer>
  readonly stall: (share: number) => Promise<SwarmAnswer>
  readonly reset: () => Promise<SwarmAnswer>
  readonly ask: () => Promise<SwarmAnswer>
  readonly stop: () => void
}

/** Starts a swarm without clients. */
export function startSwarm(): Swarm {
  const child = fork(fileURLToPath(new URL('socket-swarm.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] })
  const waiting = new Map<number, { readonly resolve: (answer: SwarmAnswer) => void; readonly reject: (error: Error) => void }>()
  let number = 0
  child.on('message', (answer: SwarmAnswer & { readonly number: number }) => {
    waiting.get(answer.number)?.resolve(answer)
    waiting.delete(answer.number)
  })
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the swarm has died'))
  })
  const tell = async (order: object): Promise<SwarmAnswer> =>
    await new Promise((resolve, reject) => {
      number += 1
      waiting.set(number, { resolve, reject })
      child.send({ ...order, number })
    })
  return {
    connect: async (wish) => await tell({ kind: 'connect', ...wish }),
    stall: async (share) => await tell({ kind: 'stall', share }),
    reset: async () => await tell({ kind: 'reset' }),
    ask: async () => await tell({ kind: 'ask' }),
    stop: () => void child.kill('SIGKILL'),
  }
}
