import { readFileSync } from 'node:fs'

/** The repository's root. */
export const root = new URL('../', import.meta.url)

/** A subgraph as `rover.yaml` names it. */
export interface SubgraphSource {
  readonly name: string
  readonly routingUrl: string
  readonly sdl: string
}

/** Reads the subgraphs of `rover.yaml`, the one list of what is composed; `read` gives a file of the repository. */
export function readSubgraphs(read: (path: string) => string = readFromDisk): readonly SubgraphSource[] {
  const entries = read('rover.yaml').matchAll(
    /^ {2}(?<name>[a-z-]+):\n {4}routing_url: (?<url>\S+)\n {4}schema:\n {6}file: \.\/(?<file>\S+)$/gm,
  )
  return [...entries].map(({ groups = {} }) => ({
    name: groups['name'] ?? '',
    routingUrl: groups['url'] ?? '',
    sdl: read(groups['file'] ?? ''),
  }))
}

function readFromDisk(path: string): string {
  return readFileSync(new URL(path, root), 'utf8')
}
