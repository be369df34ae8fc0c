import { createHash } from 'node:crypto'
import { contractOf, tagsIn } from '@iommi/schema/contract'
import { graphNames, type GraphName } from '@iommi/schema/operation-manifest'
import { Kind, parse, print, type DocumentNode } from 'graphql'
import { readAccessRules, stripAccessRules, type AccessRules } from './auth/access-rules.ts'
import { readCostRules, type CostRules } from './limits/cost-rules.ts'
import { readKeyFields, type KeyFields } from './limits/key-fields.ts'

/** The graphs of one composed supergraph: all of it for `internal`, and the contract of each tag that is used. */
export interface Supergraphs {
  /** Of the text as composed; the first digits tell supergraphs apart in logs. */
  readonly hash: string
  /** Those that are called; the one that only says which changes there are is answered from the event streams. */
  readonly subgraphs: readonly string[]
  /** Each is made when it is first asked for, which throws what is wrong with it. */
  readonly graphs: ReadonlyMap<GraphName, () => Supergraph>
}

/** One graph's supergraph and what the gateway needs to know of it besides plans. */
export interface Supergraph {
  /** As ApolloGateway loads it: without access rules. The URLs in it mean nothing here. */
  readonly sdl: string
  /** Of its text. */
  readonly hash: string
  /** As of `Supergraphs`. */
  readonly subgraphs: readonly string[]
  readonly keyFields: KeyFields
  readonly access: AccessRules
  readonly cost: CostRules
}

/** The subgraph of which all there is are `Subscription` and the types of its messages. */
export const eventsSubgraph = 'events'

/** Reads a supergraph's SDL as it is; throws, with the reason, when it is none or asks for what this gateway cannot enforce. */
export function readSupergraph(sdl: string): Supergraph {
  return supergraphOf(parse(sdl, { noLocation: true }), hashOf(sdl))
}

/** Reads a supergraph's SDL and its contracts; throws, with the reason, when it is none or asks for what this gateway cannot enforce. */
export function readSupergraphs(sdl: string): Supergraphs {
  const document = parse(sdl, { noLocation: true })
  const whole = supergraphOf(document, hashOf(sdl))
  const tags = tagsIn(document)
  const contracts = graphNames
    .filter((name) => name !== 'internal' && tags.has(name))
    .map((name): readonly [GraphName, () => Supergraph] => [name, once(() => contractFor(document, name))])
  return { hash: whole.hash, subgraphs: whole.subgraphs, graphs: new Map([['internal', () => whole], ...contracts]) }
}

function contractFor(document: DocumentNode, tag: string): Supergraph {
  const contract = contractOf(document, tag)
  return supergraphOf(contract, hashOf(print(contract)))
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}

function supergraphOf(document: DocumentNode, hash: string): Supergraph {
  return {
    sdl: print(stripAccessRules(document)),
    hash,
    subgraphs: subgraphNames(document).filter((name) => name !== eventsSubgraph),
    keyFields: readKeyFields(document),
    access: readAccessRules(document),
    cost: readCostRules(document),
  }
}

/** What tells one supergraph's text from another's: 12 hexadecimal digits. */
export function hashOf(sdl: string): string {
  return createHash('sha256').update(sdl).digest('hex').slice(0, 12)
}

function subgraphNames(document: DocumentNode): readonly string[] {
  return document.definitions
    .flatMap((definition) =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph' ? definition.values : [],
    )
    .flatMap((value) => value?.directives ?? [])
    .flatMap((directive) => directive.arguments ?? [])
    .flatMap(({ name, value }) => (name.value === 'name' && value.kind === Kind.STRING ? [value.value] : []))
}
