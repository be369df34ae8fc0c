import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import type { Mainframe } from './mainframe.ts'
import { OperatorError } from './operator.ts'

const bodyBytesMax = 65_536

interface Answer {
  readonly status: number
  readonly body: unknown
}

const notFound: Answer = { status: 404, body: { error: 'There is nothing here.' } }
const faultsBody = z.strictObject({ set: z.record(z.string(), z.string()) }).or(z.strictObject({ clear: z.literal(true) }))
const windowBody = z.strictObject({ mode: z.enum(['auto', 'open', 'close']) })
const restoreBody = z.strictObject({ to: z.number() })

/**
 * The operator's terminal over HTTP, JSON both ways, as a server that does not listen yet. Whoever sends profiles has no business here: for
 * them there are the directories alone. `onChange` is called when the operator has changed something.
 */
export function consoleServer(mainframe: Pick<Mainframe, 'operator' | 'status'>, onChange: () => void): Server {
  return createServer((request, response) => {
    void respond(request, response, async () => {
      const answer = request.method === 'POST' ? await answerPost(mainframe, request) : answerGet(mainframe, request)
      if (request.method === 'POST') onChange()
      return answer
    })
  })
}

async function respond(request: IncomingMessage, response: ServerResponse, work: () => Promise<Answer>): Promise<void> {
  try {
    send(response, await work())
  } catch (error) {
    const message = describe(error)
    if (message === null) process.stderr.write(`${request.method ?? ''} ${request.url ?? ''}: ${String(error)}\n`)
    send(response, message === null ? { status: 500, body: { error: 'See the log.' } } : { status: 400, body: { error: message } })
  }
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`)
}

// What the operator did wrong, in one line; null when it was not the operator.
function describe(error: unknown): string | null {
  if (error instanceof OperatorError) return error.message
  if (error instanceof SyntaxError) return 'The body is no JSON.'
  if (!(error instanceof z.ZodError)) return null
  return error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`)).join('; ')
}

function answerGet({ operator, status }: Pick<Mainframe, 'operator' | 'status'>, request: IncomingMessage): Answer {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://console')
  switch (pathname) {
    case '/health/live':
    case '/health/ready':
      return { status: 200, body: { status: 'ready' } }
    case '/status':
      return { status: 200, body: status() }
    case '/faults':
      return { status: 200, body: { faults: status().faults } }
    case '/journal': {
      const customer = searchParams.get('customer')
      if (customer === null) throw new OperatorError('Say whose journal: /journal?customer=KEY.')
      return { status: 200, body: { entries: operator.journalOf(customer) } }
    }
    default:
      return notFound
  }
}

async function answerPost({ operator, status }: Pick<Mainframe, 'operator' | 'status'>, request: IncomingMessage): Promise<Answer> {
  const { pathname } = new URL(request.url ?? '/', 'http://console')
  const change = changes[pathname]
  if (change === undefined) return notFound
  if (Number(request.headers['content-length'] ?? 0) > bodyBytesMax) throw new OperatorError('The body is too large.')
  change(operator, JSON.parse(await text(request)))
  return { status: 200, body: status() }
}

const changes: Readonly<Record<string, (operator: Mainframe['operator'], body: unknown) => void>> = {
  '/faults': (operator, body) => {
    const wish = faultsBody.parse(body)
    if ('set' in wish) operator.setFaults(wish.set)
    else operator.clearFaults()
  },
  '/window': (operator, body) => {
    operator.setWindow(windowBody.parse(body).mode)
  },
  '/restore': (operator, body) => {
    operator.restore(restoreBody.parse(body).to)
  },
}
