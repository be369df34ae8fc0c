import type { TenantTx } from '@iommi/shared/database'
import { id, instant } from '@iommi/shared/columns'
import { idFromUuid } from '@iommi/shared/ids'
import { keyset, type Keyset, type PageRequest } from '@iommi/shared/pagination'
import { getTableColumns, sql, type SQL } from 'drizzle-orm'
import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { categories, productCategories, products, productVariants, stockLevels, variantPrices } from '../tables.ts'
import { facetValuesMax, priceBandName, priceBandStarts, type FacetCount } from './facets.ts'
import { isSelected, type ProductSelection } from './product-filter-repo.ts'
import type { ProductRecord } from './product.ts'

const { tenantId: _tenantId, ...productColumns } = getTableColumns(products)

/** How products are sorted; ties by id, in the same direction. RELEVANCE is for searches. */
export interface ProductSort {
  readonly field: 'RELEVANCE' | 'NAME' | 'CREATED_AT'
  readonly direction: 'asc' | 'desc'
}

/** What is searched for. */
export interface ProductSearch {
  /** Words, without U+0000. */
  readonly text: string
  /** The same as a SKU in one spelling. */
  readonly skuNorm: string
  /** Whether words of similar spelling count: null when the products there are decide, as `search_products` does. */
  readonly isTolerant: boolean | null
}

/** What to read: a page of the selected products, and on request how many there are and what they have in common. */
export interface ProductListing {
  readonly selection: ProductSelection
  readonly search: ProductSearch | null
  readonly sort: ProductSort
  readonly request: PageRequest
  readonly isCounted: boolean
  /** The currency of the price bands; null when no facets are wanted. */
  readonly facetCurrency: string | null
}

/** A product and how well it matches: above a million without tolerance, 0 where nothing was searched for. */
export interface ListedProduct extends ProductRecord {
  readonly rank: number
}

/** What was read; one row more than the page has. */
export interface ProductListed {
  readonly rows: readonly ListedProduct[]
  readonly count: number | null
  readonly facetCounts: readonly FacetCount[]
}

// What the statement below calls the selected products.
const matched = pgTable('matched', {
  id: id('id', 'product').notNull(),
  nameNorm: text('name_norm').notNull(),
  createdAt: instant('created_at').notNull(),
  rank: integer('rank').notNull(),
})

/** Reads all of it in one statement, so that page, count and facets are of the same moment. */
export async function readListing(tx: TenantTx, listing: ProductListing): Promise<ProductListed> {
  const { isCounted, facetCurrency } = listing
  const parts = [
    sql`select 'PAGE' as part, id, null as value, rank::bigint as n, null as label, place from page`,
    ...(isCounted ? [sql`select 'COUNT', null, null, count(*), null, null from matched`] : []),
    ...(facetCurrency === null ? [] : facetParts(facetCurrency)),
  ]
  const rows = await tx
    .select({
      part: sql<'PAGE' | 'COUNT' | FacetCount['field']>`parts.part`,
      value: sql<string | null>`parts.value`,
      n: sql<number>`parts.n`.mapWith(Number),
      label: sql<string | null>`parts.label`,
      product: productColumns,
    })
    .from(sql`(with ${withs(listing)} ${sql.join(parts, sql` union all `)}) as parts`)
    .leftJoin(products, sql`${products.id} = parts.id`)
    .orderBy(sql`parts.place`)
  return {
    rows: rows.flatMap(({ part, n, product }) => (part === 'PAGE' && product !== null ? [{ ...product, rank: n }] : [])),
    count: rows.find(({ part }) => part === 'COUNT')?.n ?? null,
    facetCounts: rows.flatMap(({ part, value, n, label }) =>
      part === 'PAGE' || part === 'COUNT' ? [] : [{ field: part, value: facetValue(part, value ?? ''), count: n, label }],
    ),
  }
}

function facetValue(field: FacetCount['field'], value: string): string {
  if (field === 'CATEGORY') return idFromUuid('category', value)
  return field === 'PRICE' ? priceBandName(Number(value)) : value
}

function withs(listing: ProductListing): SQL {
  const { selection, search, isCounted, facetCurrency } = listing
  const found =
    search === null ? sql`` : sql`join ${searchProducts(search, selection.isPublishedOnly)} as found on found.product_id = ${products.id}`
  const all = sql`matched as materialized (
    select ${products.id} as id, ${products.kind} as kind, ${products.nameNorm} as name_norm, ${products.createdAt} as created_at,
      ${search === null ? sql`0` : sql`found.rank`} as rank
    from ${products} ${found} where ${isSelected(selection)})`
  const variants = sql`variants as materialized (
    select matched.id, matched.kind, ${productVariants.id} as variant_id
    from matched join ${productVariants} on ${productVariants.productId} = matched.id)`
  return sql.join(
    [
      ...(search !== null || isCounted || facetCurrency !== null ? [all] : []),
      ...(facetCurrency === null ? [] : [variants]),
      search === null ? pageOfAll(listing) : pageOfMatched(listing),
    ],
    sql`, `,
  )
}

function searchProducts({ text: words, skuNorm, isTolerant }: ProductSearch, isPublishedOnly: boolean): SQL {
  return sql`search_products(${words}::text, ${skuNorm}::text, ${isPublishedOnly}::boolean, ${isTolerant}::boolean)`
}

/** Without a search an index has the products in their order: nobody looks at more than the page. */
function pageOfAll({ selection, sort, request }: ProductListing): SQL {
  const column = sort.field === 'CREATED_AT' ? products.createdAt : products.nameNorm
  const page = keyset(request, [column, products.id], sort.direction)
  return pageSql(page, sql`${products.id} as id, 0 as rank`, sql`${products} where ${isSelected(selection)}`)
}

function pageOfMatched({ sort, request }: ProductListing): SQL {
  const columns = { RELEVANCE: matched.rank, NAME: matched.nameNorm, CREATED_AT: matched.createdAt } as const
  const page = keyset(request, [columns[sort.field], matched.id], sort.direction)
  return pageSql(page, sql`${matched.id}, ${matched.rank}`, sql`matched where true`)
}

function pageSql({ where, orderBy, limit }: Keyset, columns: SQL, source: SQL): SQL {
  const order = sql.join([...orderBy], sql`, `)
  const beyond = where === undefined ? sql`` : sql`and ${where}`
  return sql`page as (
    select ${columns}, row_number() over (order by ${order}) as place from ${source} ${beyond} order by ${order} limit ${limit})`
}

function facetParts(currency: string): readonly SQL[] {
  const bandStarts = `{${priceBandStarts.join(',')}}`
  return [
    sql`select 'KIND', null, kind, count(*), null, null from matched group by kind`,
    sql`(select 'CATEGORY', null, ${categories.id}::text, listed.n, ${categories.name}, null
      from (select ${productCategories.categoryId} as category_id, count(*) as n
        from matched join ${productCategories} on ${productCategories.productId} = matched.id
        group by 1 order by 2 desc, 1 limit ${facetValuesMax}) as listed
      join ${categories} on ${categories.id} = listed.category_id)`,
    sql`select 'PRICE', null, (band - 1)::text, count(distinct id), null, null
      from (select variants.id, width_bucket(${variantPrices.amountMinor}, ${bandStarts}::bigint[]) as band
        from variants join ${variantPrices} on ${variantPrices.variantId} = variants.variant_id and ${variantPrices.currency} = ${currency}) as priced
      group by band`,
    sql`select 'AVAILABILITY', null, unnest(array['AVAILABLE', 'UNAVAILABLE']), unnest(array[available, total - available]), null, null
      from (select count(*) as total, count(*) filter (where kind = 'SERVICE') + (
        select count(distinct variants.id) from variants join ${stockLevels} on ${stockLevels.variantId} = variants.variant_id
        where ${stockLevels.onHand} > ${stockLevels.reserved} and variants.kind <> 'SERVICE') as available
      from matched) as counted`,
  ]
}
