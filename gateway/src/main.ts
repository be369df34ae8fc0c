import { stopOnSignals } from '@iommi/shared/lifecycle'
import { createLogger } from '@iommi/shared/telemetry'
import { startTracing } from '@iommi/shared/tracing'
import { readGatewayConfig } from './config.ts'
import { startGateway } from './gateway.ts'

const config = readGatewayConfig(process.env)
const log = createLogger({ service: 'gateway', level: config.logLevel })
const tracing = await startTracing({ service: 'gateway', endpoint: config.traceEndpoint })
const gateway = await startGateway(config, log)
process.on('SIGHUP', () => {
  gateway.reload().catch((error: unknown) => log.error({ err: error }, 'supergraph not read'))
})
stopOnSignals(log, config.drainTimeoutMs + 2_000, async () => {
  await gateway.stop()
  await tracing.stop()
})
gateway.startAll().catch((error: unknown) => {
  log.error({ err: error }, 'a graph cannot be served')
  process.exit(78)
})
log.info({ port: gateway.port, schema: config.supergraphs.hash }, 'listening')
