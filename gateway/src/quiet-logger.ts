import type { Logger } from '@iommi/shared/telemetry'

/** A logger for Apollo's packages: their messages quote what they choke on, so only that there was one is logged. */
export function quietLogger(log: Logger): { readonly [level in 'debug' | 'info' | 'warn' | 'error']: () => void } {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: () => log.warn({}, 'the GraphQL library warns'),
    error: () => log.error({}, 'the GraphQL library reports an error'),
  }
}
