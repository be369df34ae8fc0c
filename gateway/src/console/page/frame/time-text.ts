/** A time of today with seconds, any other with its day; in the browser's language and time zone. */
export function timeText(iso: string): string {
  const now = new Date()
  const time = new Date(iso)
  const isToday = time.toDateString() === now.toDateString()
  if (isToday) return time.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  const isThisYear = time.getFullYear() === now.getFullYear()
  const day = time.toLocaleDateString(undefined, { day: 'numeric', month: 'short', ...(isThisYear ? {} : { year: 'numeric' }) })
  return `${day}, ${minuteText(time)}`
}

/** Hour and minute. */
export function minuteText(time: Date): string {
  return time.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
}

/** The whole instant, for who wants to know exactly. */
export function fullTimeText(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'long' })
}
