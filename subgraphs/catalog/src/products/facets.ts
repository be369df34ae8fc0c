/** What products are counted by, in the order facets are shown. */
export const facetFields = ['KIND', 'CATEGORY', 'PRICE', 'AVAILABILITY'] as const
export type FacetField = (typeof facetFields)[number]

/** How many products have a value. */
export interface FacetValue {
  readonly value: string
  readonly count: number
  readonly label: string | null
}

/** One property and how many products have each value of it. */
export interface Facet {
  readonly field: FacetField
  readonly values: readonly FacetValue[]
}

/** A count as it was read, in any sequence. */
export interface FacetCount extends FacetValue {
  readonly field: FacetField
}

/** Where price bands begin, in minor units of whatever currency; each ends where the next begins, the last nowhere. */
export const priceBandStarts: readonly number[] = [0, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000]

/** How many categories are shown at most. */
export const facetValuesMax = 100

/** The name of a price band: the `index`th, counted from 0. */
export function priceBandName(index: number): string {
  return `${String(priceBandStarts[index] ?? 0)}-${String(priceBandStarts[index + 1] ?? '')}`
}

/** All facets in their order: prices from the lowest band up, everything else the most frequent first. */
export function toFacets(counts: readonly FacetCount[]): readonly Facet[] {
  return facetFields.map((field) => ({
    field,
    values: counts
      .filter((each) => each.field === field && each.count > 0)
      .toSorted((a, b) => (field === 'PRICE' ? priceOf(a) - priceOf(b) : b.count - a.count || (nameOf(a) < nameOf(b) ? -1 : 1)))
      .map(({ value, count, label }) => ({ value, count, label })),
  }))
}

function priceOf({ value }: FacetValue): number {
  return Number.parseInt(value, 10)
}

function nameOf({ label, value }: FacetValue): string {
  return `${label ?? ''}\u0000${value}`
}
