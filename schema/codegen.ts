import { codegen } from '@graphql-codegen/core'
import * as typescript from '@graphql-codegen/typescript'
import * as resolvers from '@graphql-codegen/typescript-resolvers'
import { buildASTSchema, parse } from 'graphql'
import { readFileSync } from 'node:fs'
import { root, type SubgraphSource } from './subgraph-list.ts'

/** Resolver types of one subgraph. Which record stands behind a type is what the subgraph's `src/mappers.ts` exports under its name. */
export async function resolverTypes({ name, sdl }: SubgraphSource): Promise<string> {
  const document = parse(sdl)
  return await codegen({
    filename: 'src/graphql.generated.ts',
    schema: document,
    // Federation directives stay on the AST, unvalidated here: composition validates them.
    schemaAst: buildASTSchema(document, { assumeValidSDL: true }),
    documents: [],
    config: {
      federation: true,
      useTypeImports: true,
      immutableTypes: true,
      enumsAsTypes: true,
      strictScalars: true,
      maybeValue: 'T | null',
      inputMaybeValue: 'T | null | undefined',
      scalars: { DateTime: 'Date', CurrencyCode: 'string', CountryCode: 'string', SafeInt: 'number', ID: 'string', _FieldSet: 'unknown' },
      contextType: `./context.ts#${name.charAt(0).toUpperCase()}${name.slice(1)}Context`,
      mappers: mappersOf(name),
      avoidOptionals: { query: true, mutation: true, subscription: true, resolvers: false, field: false },
      skipTypename: true,
    },
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers },
  })
}

function mappersOf(subgraph: string): Readonly<Record<string, string>> {
  const source = readFileSync(new URL(`subgraphs/${subgraph}/src/mappers.ts`, root), 'utf8')
  const names = [...source.matchAll(/^export type (?<name>\w+)/gm)].map(({ groups = {} }) => groups['name'] ?? '')
  return Object.fromEntries(names.map((type) => [type, `./mappers.ts#${type} as ${type}Mapper`]))
}
