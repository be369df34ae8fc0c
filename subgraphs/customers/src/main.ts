import { readConfig } from '@iommi/shared/config'
import { runSubgraph } from '@iommi/shared/subgraph-server'
import { customersSettings } from './config.ts'
import { customersContext } from './context.ts'
import { schema } from './schema.ts'

const config = readConfig(customersSettings, process.env)

await runSubgraph({
  name: 'customers',
  schema,
  config,
  callers: new Map([
    ['gateway', config.INTERNAL_KEY_GATEWAY_CUSTOMERS],
    ['orders', config.INTERNAL_KEY_ORDERS_CUSTOMERS],
    ['tools', config.INTERNAL_KEY_TOOLS_CUSTOMERS],
  ]),
  createContext: customersContext,
})
