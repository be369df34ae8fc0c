/** One form for all spellings of a name that count as the same: whatever the case, and however accents are encoded. */
export function foldSpelling(text: string): string {
  return foldCase(text.trim())
}

/** The same of a part of a name, with the spaces at its ends. */
export function foldCase(text: string): string {
  return text.normalize('NFC').toUpperCase()
}
