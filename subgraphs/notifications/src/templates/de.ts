import type { Templates } from './template.ts'

/** German. */
export const de: Templates = {
  ORDER_PLACED: {
    CUSTOMER: { title: 'Ihre Bestellung ist eingegangen', body: 'Vielen Dank. Wir melden uns, sobald sie bestätigt ist.' },
    EMPLOYEES: { title: 'Neue Bestellung', body: 'Eine Bestellung ist eingegangen und wartet auf Bestätigung.' },
  },
  ORDER_CONFIRMED: {
    CUSTOMER: { title: 'Ihre Bestellung ist bestätigt', body: 'Wir stellen sie zusammen.' },
  },
  ORDER_FULFILLED: {
    CUSTOMER: { title: 'Ihre Bestellung ist unterwegs', body: 'Waren Ihrer Bestellung haben unser Lager verlassen.' },
  },
  ORDER_DELIVERED: {
    CUSTOMER: { title: 'Ihre Bestellung ist angekommen', body: 'Ihre Bestellung wurde vollständig geliefert.' },
    EMPLOYEES: { title: 'Bestellung geliefert', body: 'Alles ist angekommen. Die Bestellung kann abgeschlossen werden.' },
  },
  ORDER_COMPLETED: {
    CUSTOMER: { title: 'Ihre Bestellung ist abgeschlossen', body: 'Vielen Dank für Ihren Einkauf.' },
  },
  ORDER_CANCELLED: {
    CUSTOMER: { title: 'Ihre Bestellung wurde storniert', body: 'Es wird nichts mehr geliefert.' },
    EMPLOYEES: { title: 'Bestellung storniert', body: 'Der reservierte Bestand ist frei. Nichts davon darf das Lager verlassen.' },
  },
}
