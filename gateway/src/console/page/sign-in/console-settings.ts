import { parseJson, partOf, textOf } from './json-part.ts'

/** What the gateway tells the page: how people sign in. */
export interface ConsoleSettings {
  readonly issuer: string
  readonly audience: string
  readonly clientId: string
  readonly scope: string
  /** Null while the issuer does not answer. */
  readonly service: {
    readonly authorizationEndpoint: string
    readonly tokenEndpoint: string
    readonly endSessionEndpoint: string | null
  } | null
}

/** Reads the settings out of the page. Throws when they are not there. */
export function readSettings(page: Document): ConsoleSettings {
  const told = parseJson(page.querySelector('meta[name="iommi-console"]')?.getAttribute('content') ?? '')
  const service = partOf(told, 'service')
  return {
    issuer: required(told, 'issuer'),
    audience: required(told, 'audience'),
    clientId: required(told, 'clientId'),
    scope: required(told, 'scope'),
    service:
      service === null
        ? null
        : {
            authorizationEndpoint: required(service, 'authorizationEndpoint'),
            tokenEndpoint: required(service, 'tokenEndpoint'),
            endSessionEndpoint: textOf(service, 'endSessionEndpoint'),
          },
  }
}

function required(told: unknown, name: string): string {
  const text = textOf(told, name)
  if (text === null) throw new Error(`The page was not told its ${name}: it has to come from the gateway.`)
  return text
}
