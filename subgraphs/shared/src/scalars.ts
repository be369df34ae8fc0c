import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'
import { isCurrencyCode } from './money.ts'

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

function parseDateTime(value: unknown): Date {
  const date = typeof value === 'string' && instantPattern.test(value) ? new Date(value) : null
  // A zone can move the year 1 or 9999 to where Postgres does not follow; an invalid date has no year at all.
  if (date === null || !(date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9_999)) {
    throw new GraphQLError('DateTime: an ISO 8601 instant with a zone is expected, for example 2026-11-20T09:30:00.000Z.')
  }
  return date
}

/** A UTC instant, written with milliseconds; any zone is accepted and converted. */
const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => (value instanceof Date ? value.toISOString() : parseDateTime(value).toISOString()),
  parseValue: parseDateTime,
  parseLiteral: (node) => parseDateTime(node.kind === Kind.STRING ? node.value : null),
})

function parseSafeInt(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  throw new GraphQLError('SafeInt: a whole number between -(2^53 - 1) and 2^53 - 1 is expected.')
}

const safeInt = new GraphQLScalarType<number, number>({
  name: 'SafeInt',
  serialize: parseSafeInt,
  parseValue: parseSafeInt,
  parseLiteral: (node) => parseSafeInt(node.kind === Kind.INT ? Number(node.value) : null),
})

function parseCurrency(value: unknown): string {
  if (typeof value === 'string' && isCurrencyCode(value)) return value
  throw new GraphQLError('CurrencyCode: an ISO 4217 code in capitals is expected, for example EUR.')
}

const currencyCode = new GraphQLScalarType<string, string>({
  name: 'CurrencyCode',
  serialize: parseCurrency,
  parseValue: parseCurrency,
  parseLiteral: (node) => parseCurrency(node.kind === Kind.STRING ? node.value : null),
})

function parseCountry(value: unknown): string {
  if (typeof value === 'string' && /^[A-Z]{2}$/.test(value)) return value
  throw new GraphQLError('CountryCode: an ISO 3166-1 alpha-2 code in capitals is expected, for example GB.')
}

const countryCode = new GraphQLScalarType<string, string>({
  name: 'CountryCode',
  serialize: parseCountry,
  parseValue: parseCountry,
  parseLiteral: (node) => parseCountry(node.kind === Kind.STRING ? node.value : null),
})

/** The scalars that every subgraph's SDL may declare. */
export const scalars = { DateTime: dateTime, SafeInt: safeInt, CurrencyCode: currencyCode, CountryCode: countryCode } as const
