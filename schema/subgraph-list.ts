import { readFileSync } from 'node:fs'

/** The repository's root. */
export const root = new URL('../', import.meta.url)

/** A subgraph as `rover.yaml` names it. */
export interface SubgraphSource {
  readonly name: string
  readonly routingUrl: string
  readonly sdl: string
}

/** Reads the subgraphs of `rover.yaml`, the one list of what is composed. */
export function readSubgraphs(): readonly SubgraphSource[] {
  const text = readFileSync(new URL('rover.yaml', root), 'utf8')
  const entries = text.matchAll(/^ {2}(?<name>[a-z-]+):\n {4}routing_url: (?<url>\S+)\n {4}schema:\n {6}file: (?<file>\S+)$/gm)
  return [...entries].map(({ groups = {} }) => ({
    name: groups['name'] ?? '',
    routingUrl: groups['url'] ?? '',
    sdl: readFileSync(new URL(groups['file'] ?? '', root), 'utf8'),
  }))
}
