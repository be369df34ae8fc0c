import type { ProductRow } from '../import/bulk-target.ts'
import { seededRandom, type Random } from './random.ts'

const goods = [
  { noun: 'Widget', code: 'WID', category: 'Widgets', baseMinor: 450 },
  { noun: 'Doohickey', code: 'DOO', category: 'Doohickeys', baseMinor: 780 },
  { noun: 'Gizmo', code: 'GIZ', category: 'Gizmos', baseMinor: 1_250 },
  { noun: 'Gadget', code: 'GAD', category: 'Gadgets', baseMinor: 1_990 },
  { noun: 'Thingamajig', code: 'THG', category: 'Thingamajigs', baseMinor: 2_400 },
  { noun: 'Whatchamacallit', code: 'WCC', category: 'Thingamajigs', baseMinor: 3_150 },
  { noun: 'Contraption', code: 'CTR', category: 'Machinery', baseMinor: 18_900 },
  { noun: 'Sprocket', code: 'SPR', category: 'Spare parts', baseMinor: 220 },
  { noun: 'Flange', code: 'FLG', category: 'Spare parts', baseMinor: 340 },
] as const

const finishes = [
  { name: 'Brass', category: 'Metalware' },
  { name: 'Copper', category: 'Metalware' },
  { name: 'Steel', category: 'Metalware' },
  { name: 'Oak', category: 'Woodware' },
  { name: 'Walnut', category: 'Woodware' },
  { name: 'Ceramic', category: 'Ceramics' },
  { name: 'Stoneware', category: 'Ceramics' },
  { name: 'Carbon', category: 'Composites' },
  { name: 'Recycled', category: 'Composites' },
  { name: 'Felt', category: 'Textiles' },
] as const

const sizes = [
  { name: 'small', code: 'S', percent: 100 },
  { name: 'medium', code: 'M', percent: 140 },
  { name: 'large', code: 'L', percent: 210 },
] as const

const serviced = [
  { noun: 'McGuffin', code: 'MCG', percent: 100 },
  { noun: 'Contraption', code: 'CTR', percent: 150 },
  { noun: 'Doohickey', code: 'DOO', percent: 60 },
] as const

const services = [
  { name: 'installation', baseMinor: 12_000 },
  { name: 'calibration', baseMinor: 8_500 },
  { name: 'inspection', baseMinor: 6_000 },
  { name: 'repair', baseMinor: 9_500 },
  { name: 'training day', baseMinor: 64_000 },
  { name: 'on-call support, one year', baseMinor: 120_000 },
  { name: 'rental, one week', baseMinor: 15_000 },
  { name: 'cleaning', baseMinor: 4_500 },
  { name: 'removal', baseMinor: 7_000 },
  { name: 'warranty extension, two years', baseMinor: 22_000 },
] as const

/** The second currency of a tenant's prices, and what one unit of the first buys of it, in per cent. */
const exchange: Readonly<Record<string, { readonly currency: string; readonly percent: number }>> = {
  GBP: { currency: 'EUR', percent: 117 },
  EUR: { currency: 'USD', percent: 108 },
}

/** 270 goods and 30 services of a tenant, the same each time; some are still drafts, some not sold any more. */
export function seedProducts(tenant: { readonly slug: string; readonly defaultCurrency: string }): readonly ProductRow[] {
  const random = seededRandom(`products of ${tenant.slug}`)
  const price = (minor: number): ProductRow['prices'] => prices(tenant.defaultCurrency, minor, random)
  const made = goods.flatMap((good) =>
    finishes.flatMap((finish, index) =>
      sizes.map((size): ProductRow => {
        const sku = `${good.code}-${String(index + 1).padStart(2, '0')}${size.code}`
        return {
          importKey: sku,
          sku,
          name: `${finish.name} ${good.noun}, ${size.name}`,
          kind: 'GOOD',
          description: `A ${size.name} ${good.noun.toLowerCase()} in ${finish.name.toLowerCase()}, checked by hand before it leaves.`,
          categoryNames: [good.category, finish.category],
          prices: price((good.baseMinor * size.percent) / 100),
          onHand: random.chance(0.05) ? 0 : random.int(5, 400),
          status: statusOf(random),
        }
      }),
    ),
  )
  const done = serviced.flatMap((thing) =>
    services.map((service, index): ProductRow => {
      const sku = `SVC-${thing.code}-${String(index + 1).padStart(2, '0')}`
      return {
        importKey: sku,
        sku,
        name: `${thing.noun} ${service.name}`,
        kind: 'SERVICE',
        description: `${thing.noun} ${service.name}, by appointment.`,
        categoryNames: ['Services', `${thing.noun} services`],
        prices: price((service.baseMinor * thing.percent) / 100),
        status: 'PUBLISHED',
      }
    }),
  )
  return [...made, ...done]
}

// Whole tens less one: 4.49, 129.99.
function prices(currency: string, minor: number, random: Random): ProductRow['prices'] {
  const amountMinor = Math.max(1, Math.round((minor * random.int(90, 130)) / 1000)) * 10 - 1
  const other = exchange[currency]
  if (other === undefined) return [{ currency, amountMinor }]
  return [
    { currency, amountMinor },
    { currency: other.currency, amountMinor: Math.round((amountMinor * other.percent) / 1000) * 10 - 1 },
  ]
}

function statusOf(random: Random): ProductRow['status'] {
  const per = random.int(1, 100)
  if (per <= 3) return 'DRAFT'
  return per <= 6 ? 'ARCHIVED' : 'PUBLISHED'
}
