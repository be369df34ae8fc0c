import { requireScope } from '@iommi/shared/authorize'
import { withTenant } from '@iommi/shared/database'
import { AppError } from '@iommi/shared/errors'
import type { Where } from '@iommi/shared/filters'
import { readPageRequest, toConnection, type Connection, type ConnectionArgs, type PageRequest } from '@iommi/shared/pagination'
import { characterCount, isPlainText } from '@iommi/shared/text-fields'
import { createHash } from 'node:crypto'
import type { CatalogContext } from '../context.ts'
import { foldSpelling } from '../spelling.ts'
import { toFacets, type Facet } from './facets.ts'
import type { ProductFields } from './product-filter-repo.ts'
import { readListing, type ListedProduct, type ProductSearch, type ProductSort } from './product-page-repo.ts'
import type { ProductRecord } from './product.ts'
import { isStaff } from './product-visibility.ts'

/** The arguments of the list of products. */
export interface ProductListArgs extends ConnectionArgs {
  readonly search?: string | null | undefined
  readonly where?: Where<ProductFields> | null | undefined
  readonly orderBy?: { readonly field: ProductSort['field']; readonly direction: 'ASC' | 'DESC' } | null | undefined
}

/** What to count besides reading the page. */
export interface ProductCounting {
  readonly isCounted: boolean
  readonly isFaceted: boolean
}

/** A page of products; `totalCount` is null when it was not wanted, `facets` are empty. */
export interface ProductPage extends Connection<ProductRecord> {
  readonly totalCount: number | null
  readonly facets: readonly Facet[]
}

const searchLengthMax = 200
/** Ranks below are of products found by words of similar spelling. */
const tolerantRankMax = 999_999
const rankMax = 5_999_999

/** A page of the products the caller may find, and what is wanted to be known of all of them, as of one moment. */
export async function listProducts(context: CatalogContext, args: ProductListArgs, counting: ProductCounting): Promise<ProductPage> {
  requireScope(context, 'catalog:read')
  const text = readSearch(args.search)
  const sort = readSort(args.orderBy, text)
  const request = readPageRequest(args, listName(sort, text))
  const { defaultCurrency } = context.tenant
  const listed = await withTenant(context, (tx) =>
    readListing(tx, {
      selection: { where: args.where, isPublishedOnly: !isStaff(context.actor), defaultCurrency },
      search: text === null ? null : toSearch(text, request),
      sort,
      request,
      isCounted: counting.isCounted,
      facetCurrency: counting.isFaceted ? (args.where?.price?.currency ?? defaultCurrency) : null,
    }),
  )
  return {
    ...toConnection(request, listed.rows, (product) => sortValues(product, sort, text)),
    totalCount: listed.count,
    facets: counting.isFaceted ? toFacets(listed.facetCounts) : [],
  }
}

function readSearch(search: string | null | undefined): string | null {
  const text = search?.trim() ?? ''
  if (characterCount(text) <= searchLengthMax && isPlainText(text)) return text === '' ? null : text
  throw new AppError('BAD_USER_INPUT', `search: at most ${String(searchLengthMax)} characters of one line are expected.`)
}

function readSort(orderBy: ProductListArgs['orderBy'], text: string | null): ProductSort {
  const { field, direction } = orderBy ?? { field: 'RELEVANCE', direction: 'DESC' }
  if (field === 'RELEVANCE' && text === null) return { field: 'NAME', direction: 'asc' }
  return { field, direction: direction === 'ASC' ? 'asc' : 'desc' }
}

/** Cursors of one search mean nothing in another. */
function listName({ field, direction }: ProductSort, text: string | null): string {
  const list = `products:${field}:${direction}`
  return text === null ? list : `${list}:${createHash('sha256').update(text).digest('base64url').slice(0, 8)}`
}

/** The rank a cursor ends in tells how its page was searched: the next one must not be searched otherwise. */
function toSearch(text: string, { from }: PageRequest): ProductSearch {
  const rank = from?.at(-1) ?? null
  const isForeign = rank !== null && typeof rank !== 'number'
  if (isForeign || from?.some((value) => typeof value === 'number' && !isRank(value)) === true)
    throw new AppError('BAD_USER_INPUT', 'after/before: this is not a cursor of this list in this order.')
  return { text, skuNorm: foldSpelling(text), isTolerant: rank === null ? null : rank <= tolerantRankMax }
}

function isRank(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= rankMax
}

function sortValues(product: ListedProduct, { field }: ProductSort, text: string | null): readonly (string | number | Date)[] {
  const value = { RELEVANCE: product.rank, NAME: product.nameNorm, CREATED_AT: product.createdAt }[field]
  return [value, product.id, ...(text === null ? [] : [product.rank])]
}
