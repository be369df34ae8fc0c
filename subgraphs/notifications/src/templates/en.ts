import type { Templates } from './template.ts'

/** English: the default, so it has every text that a rule can ask for. */
export const en: Templates = {
  ORDER_PLACED: {
    CUSTOMER: { title: 'Your order was placed', body: 'Thank you. We will tell you as soon as it is confirmed.' },
    EMPLOYEES: { title: 'New order', body: 'An order was placed and waits to be confirmed.' },
  },
  ORDER_CONFIRMED: {
    CUSTOMER: { title: 'Your order is confirmed', body: 'We are getting it ready.' },
  },
  ORDER_FULFILLED: {
    CUSTOMER: { title: 'Your order is on its way', body: 'Goods of your order have left our warehouse.' },
  },
  ORDER_DELIVERED: {
    CUSTOMER: { title: 'Your order has arrived', body: 'Everything of your order has been delivered.' },
    EMPLOYEES: { title: 'Order delivered', body: 'Everything has arrived. The order can be completed.' },
  },
  ORDER_COMPLETED: {
    CUSTOMER: { title: 'Your order is completed', body: 'Thank you for buying from us.' },
  },
  ORDER_CANCELLED: {
    CUSTOMER: { title: 'Your order was cancelled', body: 'Nothing more will be delivered.' },
    EMPLOYEES: { title: 'Order cancelled', body: 'Its reserved stock was released. Nothing of it may leave.' },
  },
}
