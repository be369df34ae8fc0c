/** One form for all spellings of a name that count as the same: whatever the case, and however accents are encoded. */
export function foldSpelling(text: string): string {
  return text.trim().normalize('NFC').toUpperCase()
}
