import { readConfig } from '@iommi/shared/config'
import { runSubgraph } from '@iommi/shared/subgraph-server'
import { catalogSettings } from './config.ts'
import { catalogContext } from './context.ts'
import { schema } from './schema.ts'

const config = readConfig(catalogSettings, process.env)

await runSubgraph({
  name: 'catalog',
  schema,
  config,
  callers: new Map([
    ['gateway', config.INTERNAL_KEY_GATEWAY_CATALOG],
    ['orders', config.INTERNAL_KEY_ORDERS_CATALOG],
    ['tools', config.INTERNAL_KEY_TOOLS_CATALOG],
  ]),
  createContext: catalogContext,
})
