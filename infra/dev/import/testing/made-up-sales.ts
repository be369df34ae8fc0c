import { seededRandom } from '../../seed/random.ts'

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'

/**
 * A made-up file with invoices in every shape the rules speak of, in the week the clocks go forward, the same each time: stock codes in two
 * spellings, gifts, stock corrections, invoices that come again, and cancellations that match wholly, partly and not at all.
 */
export function madeUpSales(invoiceCount: number): string {
  const random = seededRandom('sales')
  const rows: string[] = [header]
  const add = (invoice: string, cells: readonly (string | number)[], minute: number): void => {
    const [code = '', title = '', quantity = '', price = '', customer = ''] = cells.map(String)
    rows.push([invoice, code, title, quantity, timeAt(minute), price, customer, 'United Kingdom'].join(','))
  }
  const article = (): readonly [code: string, title: string, price: string] => {
    const number = random.int(1, 40)
    const code = `W${String(number)}${random.chance(0.5) ? 'a' : 'A'}`
    return [code, random.chance(0.1) ? '' : `"WIDGET, No. ${String(number)} "`, (number * 0.35).toFixed(2)]
  }
  for (let index = 0; index < invoiceCount; index += 1) {
    const minute = index * 4 + random.int(0, 4)
    const customer = random.chance(0.3) ? '' : `${String(17_000 + random.int(1, 25))}.0`
    const lineCount = random.chance(0.05) ? 80 : random.int(1, 25)
    const isCancellation = random.chance(0.15)
    const invoice = isCancellation
      ? `C${String(600_000 + index)}`
      : String(600_000 + (index % 50 === 49 ? random.int(0, index - 5) : index))
    for (let line = 0; line < (isCancellation ? random.int(1, 4) : lineCount); line += 1) {
      const [code, title, price] = article()
      if (isCancellation) add(invoice, [code, title, -random.int(1, 12), price, customer], minute)
      else if (random.chance(0.02)) add(invoice, [code, 'damaged', random.chance(0.5) ? -9 : 9, '0.0', ''], minute)
      else add(invoice, [code, title, random.int(1, 8), customer !== '' && random.chance(0.02) ? '0.0' : price, customer], minute)
    }
  }
  return `${rows.join('\n')}\n`
}

/** Minutes from nine o'clock on the Friday before the clocks go forward, as a London clock shows them. */
function timeAt(minute: number): string {
  const isSummer = minute >= 40 * 60
  const shown = new Date(Date.parse('2011-03-25T09:00:00Z') + (minute + (isSummer ? 60 : 0)) * 60_000)
  return shown.toISOString().slice(0, 19).replace('T', ' ')
}
