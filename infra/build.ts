import { existsSync, mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, context, stop, type BuildOptions, type Metafile, type Plugin } from 'esbuild'
import { buildConsole, watchConsole } from './build-console.ts'
import { services, type Service, type ServiceName } from './dev/services.ts'
import { writeChanged } from './write-changed.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Makes the bundle of every service, and the console's page. Our own packages go into it; packages from the registry stay outside and are linked beside it. */
export async function buildAll(): Promise<void> {
  try {
    await Promise.all([...services.map(buildService), buildConsole()])
  } finally {
    // esbuild works in a process of its own, which is not needed any more.
    await stop()
  }
}

/**
 * Makes every bundle now, and again whenever a source of it, or a file its service reads at start, changes; `onBuilt` is told of every
 * build that went well. The console's page is one of the files that the gateway reads at start. Resolves after the first round; goes on until `stopWatching`.
 */
export async function watchAll(onBuilt: (name: ServiceName) => void): Promise<void> {
  await Promise.all([
    ...services.map(async (service) => {
      await watchService(service, onBuilt)
    }),
    watchConsole(() => onBuilt('gateway')),
  ])
}

/** Ends what `watchAll` began. */
export async function stopWatching(): Promise<void> {
  await stop()
}

async function buildService(service: Service): Promise<void> {
  const { metafile, outputFiles } = await build(optionsFor(service))
  for (const { path, contents } of outputFiles) writeChanged(path, contents)
  linkRegistryPackages(service.bundle, metafile)
}

async function watchService(service: Service, onBuilt: (name: ServiceName) => void): Promise<void> {
  const options = optionsFor(service)
  const report: Plugin = {
    name: 'report',
    setup: (api) => {
      api.onEnd((result) => {
        if (result.errors.length > 0 || result.metafile === undefined) return
        for (const { path, contents } of result.outputFiles ?? []) writeChanged(path, contents)
        linkRegistryPackages(service.bundle, result.metafile)
        onBuilt(service.name)
      })
    },
  }
  const building = await context({ ...options, logLevel: 'warning', plugins: [...options.plugins, report] })
  await building.rebuild()
  await building.watch()
}

function optionsFor(service: Service): BuildOptions & { metafile: true; write: false; plugins: Plugin[] } {
  return {
    absWorkingDir: root,
    entryPoints: [service.entry],
    outfile: service.bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    metafile: true,
    write: false,
    logLevel: 'silent',
    plugins: [watchedReads(service), registryPackagesExternal],
  }
}

const registryPackagesExternal: Plugin = {
  name: 'registry-packages-external',
  setup: (api) => {
    api.onResolve({ filter: /^[^./]/ }, ({ path }) => (path.startsWith('@iommi/') ? null : { path, external: true }))
  },
}

// esbuild watches what it bundles; what a service opens by itself has to be named.
function watchedReads(service: Service): Plugin {
  const watchFiles = service.reads.map((file) => join(root, file))
  return {
    name: 'watched-reads',
    setup: (api) => {
      api.onResolve({ filter: /.*/ }, ({ kind, path }) => (kind === 'entry-point' ? { path: join(root, path), watchFiles } : null))
    },
  }
}

/**
 * Node looks for packages from the bundle upwards, so it would miss those that only another package of ours depends on.
 * Each gets a link in `node_modules` beside the bundle to where its importer finds it.
 */
function linkRegistryPackages(bundle: string, metafile: Metafile): void {
  const targets = new Map<string, string>()
  for (const [name, importer] of registryImports(bundle, metafile)) {
    const target = findPackage(name, dirname(join(root, importer)))
    if (target === null) throw new Error(`${importer} imports ${name}, which its package.json does not name.`)
    if ((targets.get(name) ?? target) !== target) throw new Error(`${bundle} needs two different versions of ${name}.`)
    targets.set(name, target)
  }
  for (const [name, target] of targets) linkBeside(bundle, name, target)
}

function registryImports(bundle: string, metafile: Metafile): readonly (readonly [name: string, importer: string])[] {
  return Object.keys(metafile.outputs[bundle]?.inputs ?? {}).flatMap((importer) => {
    const imports = metafile.inputs[importer]?.imports ?? []
    return imports
      .filter(({ path, external }) => external === true && !isBuiltin(path))
      .map(({ path }) => [packageName(path), importer] as const)
  })
}

function linkBeside(bundle: string, name: string, target: string): void {
  if (findPackage(name, dirname(join(root, bundle))) === target) return
  const link = join(root, dirname(bundle), 'node_modules', name)
  mkdirSync(dirname(link), { recursive: true })
  rmSync(link, { recursive: true, force: true })
  symlinkSync(relative(dirname(link), target), link)
}

/** The real directory of a package as seen from `directory`, or null: Node's own way of looking. */
function findPackage(name: string, directory: string): string | null {
  const candidate = join(directory, 'node_modules', name)
  if (existsSync(candidate)) return realpathSync(candidate)
  const parent = dirname(directory)
  return parent === directory ? null : findPackage(name, parent)
}

function packageName(path: string): string {
  return path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/')
}
