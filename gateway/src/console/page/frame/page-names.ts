/** The name of a page, as its heading and its title say it. */
export type PageName = 'Orders' | 'Mainframe' | 'Usage'

/** The pages there are, and where. */
export const pages: readonly (readonly [name: PageName, href: string])[] = [
  ['Orders', '/'],
  ['Mainframe', '/mainframe'],
  ['Usage', '/usage'],
]

/** The page at a path; the first one where there is none. */
export function pageAt(path: string): readonly [name: PageName, href: string] {
  return pages.find(([, href]) => href === path) ?? ['Orders', '/']
}
