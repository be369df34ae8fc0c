import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { Refusal } from '../refusal.ts'
import { pathOf } from '../request-head.ts'
import { signInServiceOf, type SignInService } from './sign-in-service.ts'

/** How people sign in at the console. */
export interface ConsoleSettings {
  /** The public client that the issuer of employees knows the console by. */
  readonly clientId: string
  /** What is asked for, separated by spaces. */
  readonly scope: string
}

/** What a console is opened with. */
export interface ConsoleOptions extends ConsoleSettings {
  readonly issuer: string
  readonly audience: string
  /** Where the built page is; the usual place unless given. */
  readonly directory?: string
}

/** The pages for employees: live orders, the way to the mainframe, and the usage of operations. */
export interface Console {
  /** Whether a path is the console's to answer. */
  readonly owns: (path: string) => boolean
  /** Answers the page and its files; throws a Refusal for what does not exist. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

interface Asset {
  readonly type: string
  readonly content: Buffer
  readonly zipped: () => Buffer
}

// From src/console/ and from dist/ alike.
const usualDirectories = ['../dist/console', '../../dist/console'].map((path) => fileURLToPath(new URL(path, import.meta.url)))
const prefix = '/console/'
// One page for all of them: it shows what its address says.
const pagePaths: readonly string[] = ['/', '/mainframe', '/usage']
/** Where the built page leaves room for what it is told. */
const placeholder = '{{console}}'

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Opens the console over the page as built at this moment. Where none is built, that is what it answers. */
export function openConsole(options: ConsoleOptions): Console {
  const places = options.directory === undefined ? usualDirectories : [options.directory]
  const directory = places.find((path) => existsSync(join(path, 'index.html')))
  const page = directory === undefined ? null : readFileSync(join(directory, 'index.html'), 'utf8')
  const assets = directory === undefined ? new Map<string, Asset>() : readAssets(directory)
  const signInService = signInServiceOf(options.issuer)
  return {
    owns: (path) => pagePaths.includes(path) || path.startsWith(prefix),
    answer: async (request, response) => {
      if (request.method !== 'GET' && request.method !== 'HEAD')
        throw new Refusal('METHOD_NOT_ALLOWED', 'Only GET is answered here.', { headers: { allow: 'GET, HEAD' } })
      const path = pathOf(request)
      if (pagePaths.includes(path) && page !== null) return sendPage(response, page, options, await signInService())
      const asset = assets.get(path)
      if (asset === undefined) throw new Refusal('NOT_FOUND', missing(path))
      sendAsset(request, response, asset)
    },
  }
}

function missing(path: string): string {
  if (!pagePaths.includes(path)) return 'The console has no such file.'
  return 'The console is not built: npm start builds it. GraphQL is answered at /graphql.'
}

// Only files that were there at the start can be asked for: no path leads anywhere else.
function readAssets(directory: string): ReadonlyMap<string, Asset> {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => join(directory, name))
  return new Map(
    files
      .filter((file) => extname(file) in types && statSync(file).isFile())
      .map((file) => [`${prefix}${relative(directory, file).split(sep).join('/')}`, readAsset(file)]),
  )
}

function readAsset(file: string): Asset {
  const content = readFileSync(file)
  let zipped: Buffer | null = null
  return { type: types[extname(file)] ?? 'application/octet-stream', content, zipped: () => (zipped ??= gzipSync(content)) }
}

// A file's name holds a hash of its content: it never changes.
function sendAsset(request: IncomingMessage, response: ServerResponse, { type, content, zipped }: Asset): void {
  const canUnzip = /\bgzip\b/.test(request.headers['accept-encoding']?.toString() ?? '')
  const body = canUnzip ? zipped() : content
  response.writeHead(200, {
    ...(canUnzip ? { 'content-encoding': 'gzip' } : {}),
    'content-type': type,
    'content-length': body.length,
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

function sendPage(response: ServerResponse, page: string, options: ConsoleOptions, service: SignInService | null): void {
  const { issuer, audience, clientId, scope } = options
  const told = JSON.stringify({ issuer, audience, clientId, scope, service })
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': policyFor(service),
    'cross-origin-opener-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    // The address holds the code that somebody comes back from signing in with.
    'referrer-policy': 'no-referrer',
  })
  response.end(page.replace(placeholder, () => escaped(told)))
}

function policyFor(service: SignInService | null): string {
  const signIn = service === null ? '' : ` ${new URL(service.tokenEndpoint).origin}`
  return `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'${signIn}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`)
}
