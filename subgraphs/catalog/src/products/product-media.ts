export type MediaKind = 'IMAGE' | 'VIDEO' | 'DOCUMENT'

/** A media item of a product, as the rest of this subgraph handles it. */
export interface MediaRecord {
  readonly id: string
  readonly productId: string
  /** Its place among the product's; 0 is first. */
  readonly position: number
  readonly kind: MediaKind
  readonly url: string
  readonly alt: string | null
}

/** A media item as entered. */
export type MediaInput = Pick<MediaRecord, 'kind' | 'url' | 'alt'>

/** How many media a product has at most. */
export const mediaMax = 50

const urlLengthMax = 2_000

/** The address in the one spelling it is kept in; null when it is not https, names a user, or is too long. */
export function canonicalMediaUrl(text: string): string | null {
  if (/[\s\p{Cc}]/u.test(text.trim()) || !URL.canParse(text)) return null
  const url = new URL(text)
  const isHarmless = url.protocol === 'https:' && url.username === '' && url.password === ''
  return isHarmless && url.href.length <= urlLengthMax ? url.href : null
}

/** The product's media as wanted, in that order: an item whose address it has keeps its id, others get one of `newId`. */
export function arrangeMedia(
  productId: string,
  { current, wanted }: { readonly current: readonly MediaRecord[]; readonly wanted: readonly MediaInput[] },
  newId: () => string,
): readonly MediaRecord[] {
  const ids = new Map(current.map(({ url, id }) => [url, id]))
  return wanted.map(({ kind, url, alt }, position) => ({ id: ids.get(url) ?? newId(), productId, position, kind, url, alt }))
}

/** Whether two lists of a product's media, each by position, say the same. */
export function isSameMedia(left: readonly MediaRecord[], right: readonly MediaRecord[]): boolean {
  const isSame = (one: MediaRecord, other: MediaRecord | undefined): boolean =>
    one.id === other?.id && one.kind === other.kind && one.alt === other.alt && one.position === other.position
  return left.length === right.length && left.every((item, index) => isSame(item, right[index]))
}
