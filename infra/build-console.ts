import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { InlineConfig } from 'vite'
import { writeChanged } from './write-changed.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const pageDir = join(root, 'gateway/src/console/page')
const outDir = join(root, 'gateway/dist/console')
const stampFile = join(outDir, 'made-of')
// All that the page is made of: its packages follow from the lock file.
const ingredients = [pageDir, join(root, 'schema/client'), join(root, 'pnpm-lock.yaml'), fileURLToPath(import.meta.url)]

/** Makes the console's page. What it is made of says whether there is anything to do: usually there is not. */
export async function buildConsole(): Promise<void> {
  const stamp = hashOf(ingredients)
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  const { build } = await import('vite')
  const built = await asProduction(async () => await build({ ...config, build: { ...config.build, write: false } }))
  if (!('output' in built)) throw new Error('One output is configured.')
  const { output } = built
  for (const file of output) writeChanged(join(outDir, file.fileName), file.type === 'chunk' ? file.code : file.source)
  removeOthers(new Set(output.map(({ fileName }) => join(outDir, fileName))))
  writeChanged(stampFile, stamp)
}

/** Makes the page now, and again whenever a source of it changes, for as long as this process runs; `onBuilt` is told each time. Resolves after the first round. */
export async function watchConsole(onBuilt: () => void): Promise<void> {
  const { build } = await import('vite')
  rmSync(stampFile, { force: true })
  const built = await asProduction(async () => await build({ ...config, build: { ...config.build, watch: {}, emptyOutDir: false } }))
  if (!('on' in built)) throw new Error('It is configured to watch.')
  await new Promise<void>((resolve) => {
    built.on('event', (event) => {
      if (event.code === 'ERROR') process.stderr.write(`${event.error.message}\n`)
      if (event.code === 'BUNDLE_END') onBuilt()
      if (event.code === 'END') resolve()
    })
  })
}

const config: InlineConfig & { readonly build: object } = {
  root: pageDir,
  base: '/console/',
  configFile: false,
  envDir: false,
  logLevel: 'warn',
  publicDir: false,
  build: {
    outDir,
    target: 'es2022',
    // Everything comes as a file: the page's policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
}

// Vite takes the packages' variants for production by this variable, and would set it for the rest of this process's life.
async function asProduction<Result>(work: () => Promise<Result>): Promise<Result> {
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  try {
    return await work()
  } finally {
    if (before === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = before
  }
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256')
  const add = (path: string): void => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).toSorted()) add(join(path, name))
    else hash.update(path).update(readFileSync(path))
  }
  for (const path of paths) add(path)
  return hash.digest('hex')
}

// What an earlier build left. Half a file is somebody else's, who is building the same.
function removeOthers(kept: ReadonlySet<string>): void {
  for (const entry of readdirSync(outDir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && /\.(?:js|css|svg)$/.test(entry.name) && !kept.has(path)) rmSync(path, { force: true })
  }
}
