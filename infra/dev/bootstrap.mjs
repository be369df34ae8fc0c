// Every npm script comes through here, on a machine that may have nothing but Node and npm: no import of a package before the install.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const manifests = ['.', 'subgraphs'].flatMap((directory) =>
  readdirSync(join(root, directory), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(directory, entry.name, 'package.json')),
)
const inputs = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests.filter((file) => existsSync(join(root, file)))]
const stampFile = join(root, 'node_modules/.iommi-installed')

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  fail(`Node ${process.versions.node} is too old: install Node 20.19 or newer (https://nodejs.org).`)
}

function inputHash() {
  const hash = createHash('sha256').update(process.platform).update(process.arch)
  for (const file of inputs) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

// npm and pnpm keep caches at home; an account without one borrows a place here.
function usableHome() {
  try {
    accessSync(homedir(), constants.W_OK)
    return {}
  } catch {
    const substitute = join(root, 'node_modules/.cache/home')
    mkdirSync(substitute, { recursive: true })
    return { HOME: substitute, npm_config_cache: join(substitute, '.npm') }
  }
}

// Standard output belongs to the command: `npm run -s token` prints a token and nothing else, also the first time.
function installIfNeeded() {
  const wanted = inputHash()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return
  process.stderr.write('Installing packages, this happens once.\n')
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const installed = spawnSync('npx', ['-y', packageManager, 'install', '--frozen-lockfile'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    // oxlint-disable-next-line node/no-process-env -- the installer gets the environment of the user
    env: { ...process.env, ...usableHome(), CI: 'true', npm_config_update_notifier: 'false' },
  })
  if (installed.status !== 0) fail('The packages could not be installed: see the lines above.')
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  writeFileSync(stampFile, wanted)
}

const [command = '', ...args] = process.argv.slice(2)
const script = join(root, 'infra/dev', `${command}.ts`)
if (!/^[a-z-]+$/.test(command) || !existsSync(script)) fail(`There is no command "${command}".`)
checkNode()
installIfNeeded()
process.chdir(root)
// In this very process: signals and the exit code need no forwarding, and nothing survives it.
const { register } = await import('tsx/esm/api')
register()
process.argv = [process.execPath, script, ...args]
await import(pathToFileURL(script).href)
