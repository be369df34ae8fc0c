import { readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'
import { readBody, sendJson } from '@iommi/shared/http-server'
import { getDistDirectory } from 'altair-static'
import { Refusal } from '../refusal.ts'
import { pathOf } from '../request-head.ts'
import { fetchDevToken, type DevIdentity } from './dev-token.ts'
import { explorerPage, explorerPaths, idePage, ideScript, ideTokenScript, pageScript, pageStyle } from './explorer-page.ts'

/** The GraphQL IDE under `/explorer`. */
export interface Explorer {
  /** Answers what lies below `/explorer`; throws a Refusal for what does not exist. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>
}

type File = () => Promise<Buffer | string>

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
// The IDE's components bring their styles along while it runs. Nothing is loaded from anywhere else.
const idePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'self'; form-action 'none'; frame-ancestors 'self'"

const wishBytesMax = 4_096

/** An explorer; with `identity` it has the bar that gets tokens and the route for it, without neither exists. */
export function openExplorer(identity: DevIdentity | null): Explorer {
  const files = new Map<string, File>([
    [explorerPaths.page, text(explorerPage(identity === null ? null : Object.keys(identity.tenants)))],
    [explorerPaths.pageScript, text(pageScript)],
    [explorerPaths.pageStyle, text(pageStyle)],
    ...ideFiles(),
    [explorerPaths.ide, text(idePage())],
    [explorerPaths.ideScript, text(ideScript(identity !== null))],
    [explorerPaths.ideTokenScript, text(ideTokenScript)],
  ])
  return {
    answer: async (request, response) => {
      const path = pathOf(request)
      if (identity !== null && path === explorerPaths.token) return await answerToken(identity, request, response)
      const file = files.get(path)
      if (file === undefined) throw new Refusal('NOT_FOUND', 'The explorer has no such file.')
      if (request.method !== 'GET') throw new Refusal('METHOD_NOT_ALLOWED', 'Only GET is answered here.', { headers: { allow: 'GET' } })
      await sendFile(response, path, file)
    },
  }
}

// Only files that were there at the start can be asked for: no path leads anywhere else.
function ideFiles(): readonly (readonly [path: string, file: File])[] {
  const directory = getDistDirectory()
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((file) => statSync(file).isFile() && extname(file) in types)
    .map((file) => [`${explorerPaths.ide}${relative(directory, file).split(sep).join('/')}`, () => readFile(file)] as const)
}

async function sendFile(response: ServerResponse, path: string, file: File): Promise<void> {
  const content = await file()
  response.writeHead(200, {
    'content-type': types[extname(path)] ?? 'text/html; charset=utf-8',
    'cache-control': 'private, max-age=600',
    'content-security-policy': path.startsWith(explorerPaths.ide) ? idePolicy : pagePolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  })
  response.end(content)
}

async function answerToken(identity: DevIdentity, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') throw new Refusal('METHOD_NOT_ALLOWED', 'Only POST is answered here.', { headers: { allow: 'POST' } })
  // Other sites' pages cannot send this type without asking, and are refused when they ask.
  if (request.headers['content-type'] !== 'application/json')
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json.')
  const body = await readBody(request, wishBytesMax)
  if (body === null)
    throw new Refusal('PAYLOAD_TOO_LARGE', `A wish may have at most ${String(wishBytesMax)} bytes.`, { headers: { connection: 'close' } })
  response.setHeader('cache-control', 'private, no-store')
  sendJson(response, 200, await fetchDevToken(identity, parseJson(body)))
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return null
  }
}

function text(content: string): File {
  return () => Promise.resolve(content)
}
