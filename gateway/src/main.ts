import { stopOnSignals } from '@iommi/shared/lifecycle'
import { createLogger } from '@iommi/shared/telemetry'
import { readGatewayConfig } from './config.ts'
import { startGateway } from './gateway.ts'

const config = readGatewayConfig(process.env)
const log = createLogger({ service: 'gateway', level: config.logLevel })
const gateway = await startGateway(config, log)
stopOnSignals(log, config.drainTimeoutMs + 2_000, () => gateway.stop())
log.info({ port: gateway.port }, 'listening')
