/** What an order should be, worked out from the file by other means than the import's. */
export interface ExpectedOrder {
  readonly reference: string
  readonly customer: string
  readonly placedAt: string
  readonly currency: 'GBP'
  readonly status: 'COMPLETED' | 'CANCELLED'
  readonly fulfillmentStatus: 'DELIVERED'
  readonly totalMinor: bigint
  readonly lines: readonly ExpectedLine[]
}

/** What a line should be. */
export interface ExpectedLine {
  readonly sku: string
  readonly title: string
  readonly quantity: number
  readonly cancelled: number
  readonly priceMinor: bigint
}

/** What should come of a file. */
export interface ExpectedImport {
  /** Sorted by reference. */
  readonly orders: readonly ExpectedOrder[]
  /** Outcome of each line, by its number. */
  readonly outcomes: ReadonlyMap<number, string>
  /** Natural keys, in upper case, of the products sold. */
  readonly skus: ReadonlySet<string>
  /** Names of everybody who bought or gave back. */
  readonly customers: ReadonlySet<string>
}

interface Line {
  readonly order: string
  readonly sku: string
  readonly title: string
  readonly quantity: number
  readonly priceMinor: bigint
  cancelled: number
}

interface Order {
  readonly customer: string
  readonly placedAt: string
  readonly lines: Line[]
}

/** Reads a file whose cells are all in order, but for the rules of odd quantities and prices, and applies it line by line. */
export function expectImport(csv: string): ExpectedImport {
  const orders = new Map<string, Order>()
  const outcomes = new Map<number, string>()
  const spelling = new Map<string, string>()
  const customers = new Set<string>()
  let previous = ''
  let isAgain = false
  for (const [index, row] of csv.trimEnd().split('\n').slice(1).entries()) {
    const [invoice = '', code = '', description = '', quantityText = '', date = '', price = '', customerId = ''] = cellsOf(row)
    const quantity = Number.parseInt(quantityText, 10)
    const priceMinor = BigInt(Math.round(Number.parseFloat(price) * 100))
    const customer = customerId === '' ? 'Walk-in customer' : `Customer ${customerId.slice(0, customerId.indexOf('.'))}`
    if (invoice !== previous) isAgain = orders.has(invoice)
    previous = invoice
    const apply = (): string => {
      if (priceMinor === 0n && customerId === '') return 'skipped'
      customers.add(customer)
      if (invoice.startsWith('C')) return takeBack(orders, { customer, code, priceMinor, quantity: -quantity, at: utc(date) })
      const sku = spelling.get(code.toUpperCase()) ?? code
      spelling.set(code.toUpperCase(), sku)
      if (isAgain) return 'already imported'
      const order = orders.get(invoice) ?? { customer, placedAt: utc(date), lines: [] }
      orders.set(invoice, order)
      order.lines.push({ order: invoice, sku, title: description.trim() || code, quantity, priceMinor, cancelled: 0 })
      return 'imported'
    }
    outcomes.set(index + 2, apply())
  }
  return {
    orders: [...orders].map(toExpected).toSorted((left, right) => (left.reference < right.reference ? -1 : 1)),
    outcomes,
    skus: new Set(spelling.keys()),
    customers,
  }
}

interface TakenBack {
  readonly customer: string
  readonly code: string
  readonly priceMinor: bigint
  readonly quantity: number
  readonly at: string
}

function takeBack(orders: ReadonlyMap<string, Order>, wanted: TakenBack): string {
  const candidates = [...orders.values()]
    .filter(({ customer, placedAt }) => customer === wanted.customer && placedAt <= wanted.at)
    .toSorted((left, right) => (left.placedAt < right.placedAt ? -1 : Number(left.placedAt > right.placedAt)))
    .flatMap(({ lines }) => lines)
    .filter(({ sku, priceMinor }) => sku.toUpperCase() === wanted.code.toUpperCase() && priceMinor === wanted.priceMinor)
    .toReversed()
  let left = wanted.quantity
  for (const line of candidates) {
    const taken = Math.min(left, line.quantity - line.cancelled)
    line.cancelled += taken
    left -= taken
  }
  if (left === wanted.quantity) return 'skipped'
  return left === 0 ? 'cancelled' : 'partly cancelled'
}

function toExpected([reference, { customer, placedAt, lines }]: readonly [string, Order]): ExpectedOrder {
  const left = lines.reduce((sum, line) => sum + line.quantity - line.cancelled, 0)
  return {
    reference,
    customer,
    placedAt,
    currency: 'GBP',
    status: left === 0 ? 'CANCELLED' : 'COMPLETED',
    fulfillmentStatus: 'DELIVERED',
    totalMinor: lines.reduce((sum, line) => sum + BigInt(line.quantity - line.cancelled) * line.priceMinor, 0n),
    lines: lines.map(({ order: _order, ...line }) => line),
  }
}

// Cells in quotation marks may hold commas, and quotation marks twice.
function cellsOf(row: string): readonly string[] {
  return [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
}

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeStyle: 'medium' })

/** The instant at which a London clock shows this time; of two, the first. */
function utc(local: string): string {
  const asIfUtc = Date.parse(`${local.replace(' ', 'T')}Z`)
  const summer = new Date(asIfUtc - 3_600_000)
  return (clock.format(summer) === local.slice(11) ? summer : new Date(asIfUtc)).toISOString()
}
