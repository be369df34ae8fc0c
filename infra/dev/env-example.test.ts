import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repositoryDir } from './command.ts'

const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name)

/** Every setting that a config.ts declares; the gateway's per-subgraph names follow from rover.yaml. */
function declaredSettings(): readonly string[] {
  const files = ['gateway', 'subgraphs'].flatMap((folder) =>
    readdirSync(join(repositoryDir, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /src\/([a-z-]+\/)?config\.ts$/.test(path) && !path.includes('node_modules'))
      .map((path) => join(repositoryDir, folder, path)),
  )
  // Those with a process: the one that the gateway answers from the event streams has none.
  const subgraphs = namesIn(
    readFileSync(join(repositoryDir, 'rover.yaml'), 'utf8'),
    /^ {2}([a-z]+):\n {4}routing_url: \S+\n {4}schema:\n {6}file: \.\/subgraphs\//gm,
  ).map((name) => name.toUpperCase())
  return [
    ...files.flatMap((file) => namesIn(readFileSync(file, 'utf8'), /^ {2}([A-Z][A-Z0-9_]+):/gm)),
    ...subgraphs.flatMap((name) => [`SUBGRAPH_URL_${name}`, `INTERNAL_KEY_GATEWAY_${name}`]),
  ]
}

test('.env.example names exactly the settings there are, each once', () => {
  const documented = namesIn(readFileSync(join(repositoryDir, '.env.example'), 'utf8'), /^([A-Z0-9_]+)=/gm)
  expect(documented.toSorted()).toEqual([...new Set(declaredSettings())].toSorted())
})
