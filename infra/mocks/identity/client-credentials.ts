/** How a program says which client it is. */
export interface ClientCredentials {
  readonly id: string
  readonly secret: string
}

/**
 * Reads a client's id and secret as RFC 6749 §2.3.1 has them: HTTP Basic with both parts form-encoded, or the form. Null where there are
 * none, where they cannot be read, and where both ways are used at once.
 */
export function readClientCredentials(form: URLSearchParams, authorization: string | undefined): ClientCredentials | null {
  const [, encoded] = /^basic +(\S+)$/i.exec(authorization ?? '') ?? []
  const [id, secret] = [form.get('client_id'), form.get('client_secret')]
  if (encoded === undefined) return id === null || secret === null ? null : { id, secret }
  return secret === null ? readBasic(encoded) : null
}

function readBasic(encoded: string): ClientCredentials | null {
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? []
  if (id === undefined || secret === undefined) return null
  try {
    return { id: formDecoded(id), secret: formDecoded(secret) }
  } catch {
    return null
  }
}

function formDecoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}
