import type { Templates } from './template.ts'

/** German as in Austria, where it differs. */
export const deAT: Templates = {
  ORDER_PLACED: { CUSTOMER: { title: 'Ihre Bestellung ist eingelangt' } },
}
