// What code page 037 lacks and has a plain equal for. Letters are never replaced: what is not here and not in the code page is refused.
const replacements: readonly (readonly [characters: RegExp, plain: string])[] = [
  // Typographic and prime apostrophes, quotation marks.
  [/[\u2018\u2019\u201A\u201B\u2032\u02BC]/g, "'"],
  [/[\u201C\u201D\u201E\u201F\u2033]/g, '"'],
  // Hyphens, dashes, the minus sign.
  [/[\u2010-\u2015\u2212]/g, '-'],
  [/\u2026/g, '...'],
  // Spaces of other widths, those that do not break a line included.
  [/[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g, ' '],
  // Marks without width.
  [/[\u00AD\u200B-\u200D\u2060\uFEFF]/g, ''],
]

/**
 * The text as it is sent: composed (NFC), with typographic quotation marks, dashes, ellipses and spaces made plain and marks without
 * width left out. What the code page still lacks then is for the caller to refuse. Doing it twice changes nothing.
 */
export function transliterate(text: string): string {
  return replacements.reduce((result, [characters, plain]) => result.replaceAll(characters, plain), text.normalize('NFC'))
}
