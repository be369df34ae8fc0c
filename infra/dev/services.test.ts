import { expect, test } from 'vitest'
import { roleUrl, services, servicesOf, type ServiceName, type StackSettings } from './services.ts'

const settings: StackSettings = {
  nodeEnv: 'test',
  logLevel: 'warn',
  ports: { gateway: 1, identity: 2, orders: 3, catalog: 4, customers: 5, notifications: 6, traces: 7, 'profile-sync': 8, mainframe: 9 },
  isTraced: false,
  databaseUrl: 'postgres://postgres:super@127.0.0.1:5432/iommi?sslmode=disable',
  redisUrl: 'redis://127.0.0.1:6379',
  cursorKey: 'c0ffee',
  rolePassword: (role) => `password-of-${role}`,
  internalKey: (caller, callee) => `${caller}>${callee}`,
  identityKeysFile: '/keys.json',
  identityPartnersFile: '/partners.json',
  mainframeDir: '/data/mainframe',
  corsOrigins: ['http://localhost:4000', 'http://localhost:5173'],
}

function environmentOf(name: ServiceName, wanted: StackSettings = settings): Record<string, string> {
  return { ...services.find((service) => service.name === name)?.environment(wanted) }
}

test('the gateway knows every subgraph, both issuers, and no database', () => {
  expect(environmentOf('gateway')).toEqual({
    NODE_ENV: 'test',
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    PORT: '1',
    REDIS_URL: 'redis://127.0.0.1:6379',
    CURSOR_KEY: 'c0ffee',
    SUBGRAPH_URL_ORDERS: 'http://127.0.0.1:3/graphql',
    SUBGRAPH_URL_CATALOG: 'http://127.0.0.1:4/graphql',
    SUBGRAPH_URL_CUSTOMERS: 'http://127.0.0.1:5/graphql',
    SUBGRAPH_URL_NOTIFICATIONS: 'http://127.0.0.1:6/graphql',
    INTERNAL_KEY_GATEWAY_ORDERS: 'gateway>orders',
    INTERNAL_KEY_GATEWAY_CATALOG: 'gateway>catalog',
    INTERNAL_KEY_GATEWAY_CUSTOMERS: 'gateway>customers',
    INTERNAL_KEY_GATEWAY_NOTIFICATIONS: 'gateway>notifications',
    EMPLOYEE_ISSUER: 'http://127.0.0.1:2/employees',
    EMPLOYEE_AUDIENCE: 'iommi-employees',
    CLIENT_ISSUER: 'http://127.0.0.1:2/clients',
    CLIENT_AUDIENCE: 'iommi-clients',
    CORS_ORIGINS: 'http://localhost:4000,http://localhost:5173',
    DEV_IDENTITY_URL: 'http://127.0.0.1:2',
    DEV_TENANTS: JSON.stringify({ acme: '01890000-0000-7000-8000-00000000acfe', globex: '01890000-0000-7000-8000-000000010bee' }),
    CONSOLE_CLIENT_ID: 'iommi-console',
    OPERATIONS_MODE: 'audit',
    COST_MAX: '1000000',
    COST_PER_MINUTE: '1000000000',
    REQUESTS_PER_MINUTE: '1000000',
    EMPLOYEE_COST_PER_MINUTE: '1000000000',
    EMPLOYEE_REQUESTS_PER_MINUTE: '1000000',
    BUDGET_WAIT_MS: '5000',
    SUBGRAPH_TIMEOUT_MS: '10000',
    REQUEST_TIMEOUT_MS: '14000',
    SOCKET_INIT_TIMEOUT_MS: '14000',
  })
})

test('a subgraph has its own roles and only the keys of pairs it belongs to', () => {
  expect(environmentOf('orders')).toEqual({
    NODE_ENV: 'test',
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    PORT: '3',
    REDIS_URL: 'redis://127.0.0.1:6379',
    CURSOR_KEY: 'c0ffee',
    DATABASE_URL: 'postgres://orders_app:password-of-orders_app@127.0.0.1:5432/iommi?sslmode=disable',
    DATABASE_WORKER_URL: 'postgres://orders_worker:password-of-orders_worker@127.0.0.1:5432/iommi?sslmode=disable',
    SUBGRAPH_URL_CATALOG: 'http://127.0.0.1:4/graphql',
    SUBGRAPH_URL_CUSTOMERS: 'http://127.0.0.1:5/graphql',
    INTERNAL_KEY_GATEWAY_ORDERS: 'gateway>orders',
    INTERNAL_KEY_TOOLS_ORDERS: 'tools>orders',
    INTERNAL_KEY_NOTIFICATIONS_ORDERS: 'notifications>orders',
    INTERNAL_KEY_ORDERS_CATALOG: 'orders>catalog',
    INTERNAL_KEY_ORDERS_CUSTOMERS: 'orders>customers',
  })
  const keys = (name: ServiceName): readonly string[] => Object.keys(environmentOf(name)).filter((key) => key.startsWith('INTERNAL_KEY'))
  expect(keys('catalog').toSorted()).toEqual(['INTERNAL_KEY_GATEWAY_CATALOG', 'INTERNAL_KEY_ORDERS_CATALOG', 'INTERNAL_KEY_TOOLS_CATALOG'])
  expect(keys('notifications').toSorted()).toEqual([
    'INTERNAL_KEY_GATEWAY_NOTIFICATIONS',
    'INTERNAL_KEY_NOTIFICATIONS_ORDERS',
    'INTERNAL_KEY_TOOLS_NOTIFICATIONS',
  ])
  expect(keys('identity')).toEqual([])
})

test('only a traced stack has a collector, which knows where everybody’s metrics are, and everybody of ours sends to it', () => {
  const traced = { ...settings, isTraced: true }
  expect(servicesOf(settings).map(({ name }) => name)).toEqual(services.map(({ name }) => name).filter((name) => name !== 'traces'))
  expect(servicesOf(traced)).toEqual(services)
  expect(services.filter(({ environment }) => JSON.stringify(environment(settings)).includes('127.0.0.1:7'))).toEqual([])
  for (const name of ['gateway', 'orders', 'catalog', 'customers', 'notifications', 'profile-sync'] as const) {
    expect(environmentOf(name, traced)).toEqual({ ...environmentOf(name), OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:7' })
  }
  expect(environmentOf('traces', traced)).toEqual({
    HOST: '127.0.0.1',
    PORT: '7',
    METRICS_URLS: JSON.stringify({
      gateway: 'http://127.0.0.1:1/metrics',
      orders: 'http://127.0.0.1:3/metrics',
      catalog: 'http://127.0.0.1:4/metrics',
      customers: 'http://127.0.0.1:5/metrics',
      notifications: 'http://127.0.0.1:6/metrics',
      'profile-sync': 'http://127.0.0.1:8/metrics',
    }),
  })
})

test('profile-sync is the customers’ second process: their roles, the drop, no key and nobody to call', () => {
  expect(environmentOf('profile-sync')).toEqual({
    NODE_ENV: 'test',
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    PORT: '8',
    REDIS_URL: 'redis://127.0.0.1:6379',
    DATABASE_URL: 'postgres://customers_app:password-of-customers_app@127.0.0.1:5432/iommi?sslmode=disable',
    DATABASE_WORKER_URL: 'postgres://customers_worker:password-of-customers_worker@127.0.0.1:5432/iommi?sslmode=disable',
    MAINFRAME_DROP_DIR: '/data/mainframe',
  })
})

test('the mainframe is somebody else’s system: it knows its directory, and nobody but profile-sync knows it', () => {
  expect(environmentOf('mainframe')).toEqual({ HOST: '127.0.0.1', PORT: '9', MAINFRAME_DIR: '/data/mainframe' })
  const knowing = services.filter(({ environment }) => /127\.0\.0\.1:9|\/data\/mainframe/.test(JSON.stringify(environment(settings))))
  expect(knowing.map(({ name }) => name)).toEqual(['profile-sync', 'mainframe'])
})

test('nobody but the database’s owner is told the superuser’s password', () => {
  expect(services.filter(({ environment }) => JSON.stringify(environment(settings)).includes('super@'))).toEqual([])
})

test('the same settings give the same environments', () => {
  for (const { environment } of services) expect(environment(settings)).toEqual(environment(settings))
})

test('a role’s URL keeps host, database and parameters', () => {
  expect(roleUrl({ databaseUrl: 'postgres://root:x@db.example:6432/shop?a=b', rolePassword: () => 'p@ss/word' }, 'orders_app')).toBe(
    'postgres://orders_app:p%40ss%2Fword@db.example:6432/shop?a=b',
  )
})

test('the identity provider tells the gateway of logouts', () => {
  expect(environmentOf('identity')['IDENTITY_BACKCHANNEL_LOGOUT_URIS']).toBe('http://127.0.0.1:1/backchannel-logout')
})
