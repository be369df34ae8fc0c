const moneyParts = /* GraphQL */ `
  fragment MoneyParts on Money {
    amountMinor
    currency
    exponent
  }
`

const orderRow = /* GraphQL */ `
  fragment OrderRow on Order {
    id
    number
    status
    fulfillmentStatus
    placedAt
    version
    total {
      ...MoneyParts
    }
    customer {
      id
      name
    }
    lines(first: 20) {
      nodes {
        title
        quantity
        cancelledQuantity
      }
      pageInfo {
        hasNextPage
      }
    }
  }
  ${moneyParts}
`

/** Who is signed in. */
export const viewerDocument = /* GraphQL */ `
  query ConsoleViewer {
    viewer {
      id
      name
      roles
      tenant {
        slug
      }
    }
  }
`

/** A page of orders, newest first, and where the stream of changes stood before it was read. */
export const ordersDocument = /* GraphQL */ `
  query ConsoleOrders($first: Int!, $after: String, $where: OrderWhereInput) {
    orders(first: $first, after: $after, where: $where, orderBy: { field: PLACED_AT, direction: DESC }) {
      nodes {
        ...OrderRow
      }
      pageInfo {
        endCursor
        hasNextPage
      }
      changesCursor
    }
  }
  ${orderRow}
`

/** Every change of an order after a cursor, then live. */
export const changesDocument = /* GraphQL */ `
  subscription ConsoleOrderChanges($after: String) {
    orderChanged(after: $after) {
      __typename
      ... on OrderChange {
        cursor
        eventId
        type
        occurredAt
        orderVersion
        fromStatus
        toStatus
        fromFulfillmentStatus
        toFulfillmentStatus
        order {
          ...OrderRow
        }
      }
      ... on Checkpoint {
        cursor
      }
    }
  }
  ${orderRow}
`

const statsRows = '{ asOf rows { from status orderCount revenue { ...MoneyParts } } }'

/** Counts orders minute by minute. */
export const minutesDocument = /* GraphQL */ `
  query ConsoleMinutes($where: OrderWhereInput!) {
    orderStats(where: $where, interval: MINUTE) ${statsRows}
  }
  ${moneyParts}
`

/** What was placed today, and how much waits in each queue. */
export const countsDocument = /* GraphQL */ `
  query ConsoleCounts(
    $today: OrderWhereInput!
    $toConfirm: OrderWhereInput!
    $toShip: OrderWhereInput!
    $underWay: OrderWhereInput!
    $toComplete: OrderWhereInput!
  ) {
    today: orderStats(where: $today, interval: DAY) ${statsRows}
    toConfirm: orders(first: 1, where: $toConfirm) { totalCount }
    toShip: orders(first: 1, where: $toShip) { totalCount }
    underWay: orders(first: 1, where: $underWay) { totalCount }
    toComplete: orders(first: 1, where: $toComplete) { totalCount }
  }
  ${moneyParts}
`

/** Customers whose name begins with something. */
export const customersDocument = /* GraphQL */ `
  query ConsoleCustomers($where: CustomerWhereInput!) {
    customers(first: 8, where: $where) {
      nodes {
        id
        name
        email
      }
    }
  }
`

/** An order with everything that the details show. */
export const orderDocument = /* GraphQL */ `
  query ConsoleOrder($id: ID!) {
    order(id: $id) {
      id
      number
      externalReference
      status
      fulfillmentStatus
      placedAt
      version
      total {
        ...MoneyParts
      }
      customer {
        id
        name
        email
        phone
      }
      lines(first: 100) {
        nodes {
          id
          sku
          title
          quantity
          cancelledQuantity
          fulfilledQuantity
          unitPrice {
            ...MoneyParts
          }
          total {
            ...MoneyParts
          }
        }
        pageInfo {
          hasNextPage
        }
      }
      history(last: 50) {
        nodes {
          id
          fromStatus
          toStatus
          fromFulfillmentStatus
          toFulfillmentStatus
          occurredAt
          reason
          note
          actor {
            kind
            name
          }
        }
        pageInfo {
          hasPreviousPage
        }
      }
      availableTransitions {
        to
        allowed
        blockedBy {
          code
          message
        }
      }
      availableFulfillmentTransitions {
        to
        allowed
        blockedBy {
          code
          message
        }
      }
    }
  }
  ${moneyParts}
`

/** The mutations that take an order one step further, by the field they are. */
export const stepDocuments = {
  confirmOrder: stepDocument('confirmOrder'),
  fulfillOrder: stepDocument('fulfillOrder'),
  deliverOrder: stepDocument('deliverOrder'),
  completeOrder: stepDocument('completeOrder'),
  cancelOrder: stepDocument('cancelOrder'),
} as const

function stepDocument(field: string): string {
  const name = `${field.charAt(0).toUpperCase()}${field.slice(1)}`
  return /* GraphQL */ `
    mutation Console${name}($input: ${name}Input!) {
      ${field}(input: $input) {
        order {
          ...OrderRow
        }
        userErrors {
          code
          field
          message
        }
      }
    }
    ${orderRow}
  `
}
