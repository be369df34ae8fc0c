import { createHash } from 'node:crypto'
import { Kind, parse, print, type DocumentNode } from 'graphql'
import { readAccessRules, stripAccessRules, type AccessRules } from './auth/access-rules.ts'
import { readKeyFields, type KeyFields } from './limits/key-fields.ts'

/** A composed supergraph and what the gateway needs to know of it besides plans. */
export interface Supergraph {
  /** As ApolloGateway loads it: without access rules. The URLs in it mean nothing here. */
  readonly sdl: string
  /** Of the text as composed; the first digits tell supergraphs apart in logs. */
  readonly hash: string
  /** Those that are called; the one that only says which changes there are is answered from the event streams. */
  readonly subgraphs: readonly string[]
  readonly keyFields: KeyFields
  readonly access: AccessRules
}

/** The subgraph of which all there is are `Subscription` and the types of its messages. */
export const eventsSubgraph = 'events'

/** Reads a supergraph's SDL; throws, with the reason, when it is none or asks for what this gateway cannot enforce. */
export function readSupergraph(sdl: string): Supergraph {
  const document = parse(sdl, { noLocation: true })
  return {
    sdl: print(stripAccessRules(document)),
    hash: hashOf(sdl),
    subgraphs: subgraphNames(document).filter((name) => name !== eventsSubgraph),
    keyFields: readKeyFields(document),
    access: readAccessRules(document),
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
