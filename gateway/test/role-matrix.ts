/** Whom the matrix has columns for, in their order. */
export const callers = ['admin', 'customer-service', 'order-manager', 'client', 'partner', 'anonymous'] as const

/** One of the callers. */
export type MatrixCaller = (typeof callers)[number]

/**
 * Who may ask for what: a column for each of `callers`, y or -. This is the requirement; the directives in the subgraphs
 * and the table of scopes have to come to the same. Whose things a caller sees is a matter of each use case.
 */
export const rootFields: Readonly<Record<string, string>> = {
  'Query.product': 'y y y y y -',
  'Query.productVariant': 'y y y y y -',
  'Query.productVariantBySku': 'y y y y y -',
  'Query.products': 'y y y y y -',
  'Query.categories': 'y y y y y -',
  'Query.stockLocations': 'y y y - - -',
  'Query.stockMovements': 'y y y - - -',
  'Query.viewer': 'y y y y y -',
  'Query.customer': 'y y y y - -',
  'Query.customers': 'y y y - - -',
  'Query.users': 'y - - - - -',
  'Query.consentTexts': 'y y y y y -',
  'Query.consentText': 'y y y y y -',
  'Query.segment': 'y y y - - -',
  'Query.segments': 'y y y - - -',
  'Query.explainSegment': 'y y y - - -',
  'Query.mainframeOverview': 'y y y - - -',
  'Query.mainframeSyncs': 'y y y - - -',
  'Query.mainframeBatches': 'y y y - - -',
  'Query.mainframeReconciliation': 'y y y - - -',
  'Query.mainframeReconciliations': 'y y y - - -',
  'Query.mainframeActions': 'y - - - - -',
  'Query.operationUsage': 'y - - - - -',
  'Query.notifications': 'y y y y - -',
  'Query.notificationPreferences': 'y y y y - -',
  'Query.order': 'y y y y y -',
  'Query.orders': 'y y y y y -',
  'Query.orderStats': 'y y y y y -',
  'Mutation.createProduct': 'y - - - - -',
  'Mutation.updateProduct': 'y - - - - -',
  'Mutation.addProductVariant': 'y - - - - -',
  'Mutation.updateProductVariant': 'y - - - - -',
  'Mutation.setProductTranslation': 'y - - - - -',
  'Mutation.setProductMedia': 'y - - - - -',
  'Mutation.setCategoryTranslation': 'y - - - - -',
  'Mutation.createCategory': 'y - - - - -',
  'Mutation.createStockLocation': 'y - - - - -',
  'Mutation.adjustStock': 'y - y - - -',
  'Mutation.registerCustomer': 'y y - - - -',
  'Mutation.updateCustomerProfile': 'y y - y - -',
  'Mutation.addCustomerAddress': 'y y - y - -',
  'Mutation.updateCustomerAddress': 'y y - y - -',
  'Mutation.removeCustomerAddress': 'y y - y - -',
  'Mutation.updateCustomerPreferences': 'y y - y - -',
  'Mutation.recordConsent': 'y y - y - -',
  'Mutation.publishConsentText': 'y - - - - -',
  'Mutation.createSegment': 'y y - - - -',
  'Mutation.updateSegment': 'y y - - - -',
  'Mutation.deleteSegment': 'y y - - - -',
  'Mutation.replayMainframeSync': 'y - - - - -',
  'Mutation.reconcileMainframe': 'y - - - - -',
  'Mutation.inviteUser': 'y - - - - -',
  'Mutation.setUserRoles': 'y - - - - -',
  'Mutation.disableUser': 'y - - - - -',
  'Mutation.enableUser': 'y - - - - -',
  'Mutation.markNotificationRead': 'y y y y - -',
  'Mutation.markAllNotificationsRead': 'y y y y - -',
  'Mutation.updateNotificationPreferences': 'y y y y - -',
  'Mutation.placeOrder': 'y y y y y -',
  'Mutation.confirmOrder': 'y - y - - -',
  'Mutation.fulfillOrder': 'y - y - - -',
  'Mutation.deliverOrder': 'y - y - - -',
  'Mutation.completeOrder': 'y - y - - -',
  'Mutation.cancelOrder': 'y y y y - -',
  'Subscription.orderChanged': 'y y y y y -',
  'Subscription.notificationReceived': 'y y y y - -',
  'Subscription.stockChanged': 'y y y - - -',
  'Subscription.mainframeSyncChanged': 'y y y - - -',
}

/** Fields below the root that not everybody may have who gets to their object. */
export const guardedFields: Readonly<Record<string, string>> = {
  'Customer.segments': 'y y y - - -',
  'Customer.mainframeSync': 'y y y - - -',
  'VariantStock.onHand': 'y y y - - -',
  'VariantStock.reserved': 'y y y - - -',
  'VariantStock.levels': 'y y y - - -',
}

/** Root fields that nobody may use from elsewhere than the addresses of ADMIN_ADDRESSES. */
export const administration: readonly string[] = [
  'Mutation.publishConsentText',
  'Mutation.inviteUser',
  'Mutation.setUserRoles',
  'Mutation.disableUser',
  'Mutation.enableUser',
]

/** Whether a row lets the caller through. */
export function isAllowed(row: string, caller: MatrixCaller): boolean {
  const cell = row.split(' ')[callers.indexOf(caller)]
  if (cell !== 'y' && cell !== '-') throw new Error(`"${row}" is no row of the matrix`)
  return cell === 'y'
}
