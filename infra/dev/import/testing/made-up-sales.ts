import { seededRandom, type Random } from '@iommi/infra/dev/seed/random'

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'

/**
 * A made-up file with invoices in every shape the rules speak of, around the night the clocks go forward, the same each time: stock codes in
 * two spellings, gifts, stock corrections, invoices that come again, and cancellations that match wholly, partly and not at all.
 */
export function madeUpSales(invoiceCount: number): string {
  const random = seededRandom('sales')
  const invoices = Array.from({ length: invoiceCount }, (_, index) => {
    const at = timeAt(index * 7 + random.int(0, 7))
    const customer = random.chance(0.3) ? '' : `${String(17_000 + random.int(1, 25))}.0`
    if (random.chance(0.15)) return rows(random.int(1, 4), () => [`C${String(index)}`, ...takenBack(random), at, customer])
    const number = index % 50 === 49 ? random.int(0, index - 5) : index
    const size = random.chance(0.05) ? 80 : random.int(1, 25)
    return rows(size, () => [
      String(number),
      ...(random.chance(0.02) ? correction(random, at) : [...sold(random, customer !== ''), at, customer]),
    ])
  })
  return [header, ...invoices.flat(), ''].join('\n')
}

type Cells = readonly string[]

function rows(count: number, row: () => Cells): readonly string[] {
  return Array.from({ length: count }, () => {
    const [invoice = '', code = '', title = '', quantity = '', price = '', at = '', customer = ''] = row()
    return [invoice, code, title, quantity, at, price, customer, 'United Kingdom'].join(',')
  })
}

function article(random: Random): { readonly code: string; readonly title: string; readonly price: string } {
  const number = random.int(1, 40)
  return {
    code: `W${String(number)}${random.pick(['a', 'A'])}`,
    title: random.chance(0.1) ? '' : `"WIDGET, No. ${String(number)} "`,
    price: (number * 0.35).toFixed(2),
  }
}

function sold(random: Random, hasCustomer: boolean): Cells {
  const { code, title, price } = article(random)
  const isGift = random.chance(0.02) && hasCustomer
  return [code, title, String(random.int(1, 8)), isGift ? '0.0' : price]
}

function takenBack(random: Random): Cells {
  const { code, title, price } = article(random)
  return [code, title, String(-random.int(1, 12)), price]
}

function correction(random: Random, at: string): Cells {
  return [article(random).code, 'damaged', random.pick(['-9', '9']), '0.0', at, '']
}

/** Minutes from nine o'clock on the Friday before the clocks go forward, as a London clock shows them. */
function timeAt(minute: number): string {
  const isSummer = minute >= 40 * 60
  const shown = new Date(Date.parse('2011-03-25T09:00:00Z') + (minute + (isSummer ? 60 : 0)) * 60_000)
  return shown.toISOString().slice(0, 19).replace('T', ' ')
}
