/** The part of a parsed JSON value with this name; undefined where there is none. */
export function partOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined
}

/** The same where it is a text; else null. */
export function textOf(value: unknown, name: string): string | null {
  const part = partOf(value, name)
  return typeof part === 'string' ? part : null
}

/** A JSON text's value; null where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
