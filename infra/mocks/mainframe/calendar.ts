/** Whether eight digits are a day of the calendar, YYYYMMDD. */
export function isDate(digits: string): boolean {
  const iso = digits.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
  const date = new Date(`${iso}T00:00:00Z`)
  return /^\d{8}$/.test(digits) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso)
}

/** Whether fourteen digits are a second of the calendar, YYYYMMDDHHMMSS. */
export function isTimestamp(digits: string): boolean {
  return /^\d{8}([01]\d|2[0-3])([0-5]\d){2}$/.test(digits) && isDate(digits.slice(0, 8))
}
