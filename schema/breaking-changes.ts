import { ChangeType, CriticalityLevel, diff, type Change } from '@graphql-inspector/core'
import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql'

/**
 * Every change that may break somebody, as `path: what`. What is deprecated may go unpunished once the day of its deprecation ("removed
 * after DATE") has passed, and with it the types that nothing else leads to.
 */
export async function findBreakingChanges(before: GraphQLSchema, after: GraphQLSchema, today: Date): Promise<readonly string[]> {
  const changes = await diff(before, after)
  const breaking = changes.filter((change) => change.criticality.level === CriticalityLevel.Breaking)
  if (breaking.length === 0) return []
  const day = today.toISOString().slice(0, 10)
  const inUse = typesInUse(before, day)
  const isExcused = (change: Change): boolean =>
    change.type === ChangeType.TypeRemoved ? !inUse.has(change.path ?? '') : isOverdue(before, change.path ?? '', day)
  return breaking.filter((change) => !isExcused(change)).map((change) => `${change.path ?? ''}: ${change.message}`)
}

interface Deprecatable {
  readonly deprecationReason?: string | null | undefined
}

function isOverdue(schema: GraphQLSchema, path: string, day: string): boolean {
  const [typeName = '', memberName = '', argumentName = ''] = path.split('.')
  const type = schema.getType(typeName)
  if (isEnumType(type)) return isPast(type.getValue(memberName), day)
  if (isInputObjectType(type)) return isPast(type.getFields()[memberName], day)
  if (!isObjectType(type) && !isInterfaceType(type)) return false
  const field = type.getFields()[memberName]
  return (
    isPast(field, day) ||
    isPast(
      field?.args.find(({ name }) => name === argumentName),
      day,
    )
  )
}

function isPast(member: Deprecatable | null | undefined, day: string): boolean {
  const date = /removed after (?<date>\d{4}-\d{2}-\d{2})/.exec(member?.deprecationReason ?? '')?.groups?.['date']
  return date !== undefined && date < day
}

/** The names of the types to which the roots lead by anything that is not overdue for removal. */
function typesInUse(schema: GraphQLSchema, day: string): ReadonlySet<string> {
  const found = new Set<string>()
  const waiting: GraphQLNamedType[] = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
    type === null || type === undefined ? [] : [type],
  )
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    if (found.has(type.name)) continue
    found.add(type.name)
    waiting.push(...typesFrom(schema, type, day))
  }
  return found
}

function typesFrom(schema: GraphQLSchema, type: GraphQLNamedType, day: string): readonly GraphQLNamedType[] {
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields())
    return fields.filter((field) => !isPast(field, day)).map((field) => getNamedType(field.type))
  }
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : []
  if (!isObjectType(type) && !isInterfaceType(type)) return possible
  const fields = Object.values(type.getFields()).filter((field) => !isPast(field, day))
  const inArguments = fields.flatMap(({ args }) => args.filter((each) => !isPast(each, day)).map((each) => getNamedType(each.type)))
  return [...possible, ...type.getInterfaces(), ...fields.map((field) => getNamedType(field.type)), ...inArguments]
}
