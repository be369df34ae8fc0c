import { getNamedType, isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql'
import { expect, it } from 'vitest'
import { composeApi } from '../compose.ts'
import { readSubgraphs } from '../subgraph-list.ts'
import { liveFields } from './live-fields.ts'

// A message of these fields is worked out once for all employees of the same roles. That is right as long as nothing in it
// depends on which of them asks. A type that is new here has to be looked at by somebody: does the answer to any of its
// fields depend on the id or the name of the employee who asks? If so, the field that leads there is not for live messages.
const sharedTypes: Readonly<Record<string, string>> = {
  orderChanged: `
    OrderChange Order OrderLineConnection OrderLineEdge OrderLine OrderTransition TransitionBlocker FulfillmentTransition
    OrderHistoryEntryConnection OrderHistoryEntryEdge OrderHistoryEntry OrderActor OrderConnection OrderEdge Money PageInfo
    Customer CustomerConnection CustomerEdge CustomerPreferences CustomerConsent AddressConnection AddressEdge Address
    ConsentRecord ConsentRecordConnection ConsentRecordEdge MainframeSync MainframeReject
    Segment SegmentExplanation SegmentExplanationConnection SegmentExplanationEdge SegmentRulePart SegmentRuleResult
    ProductVariant ProductVariantConnection ProductVariantEdge VariantStock StockLevel StockLocation Product ProductTranslation
    ProductMedia ProductMediaConnection ProductMediaEdge Category CategoryConnection CategoryEdge`,
  stockChanged: `
    StockChange ProductVariant ProductVariantConnection ProductVariantEdge VariantStock StockLevel StockLocation Product
    ProductTranslation ProductMedia ProductMediaConnection ProductMediaEdge Category CategoryConnection CategoryEdge Money PageInfo`,
  mainframeSyncChanged: `
    MainframeSyncChange MainframeSyncReject Customer CustomerConnection CustomerEdge CustomerPreferences CustomerConsent
    AddressConnection AddressEdge Address ConsentRecord ConsentRecordConnection ConsentRecordEdge MainframeSync MainframeReject
    Segment SegmentExplanation SegmentExplanationConnection SegmentExplanationEdge SegmentRulePart SegmentRuleResult
    Order OrderLineConnection OrderLineEdge OrderLine OrderTransition TransitionBlocker FulfillmentTransition
    OrderHistoryEntryConnection OrderHistoryEntryEdge OrderHistoryEntry OrderActor OrderConnection OrderEdge Money PageInfo
    ProductVariant ProductVariantConnection ProductVariantEdge VariantStock StockLevel StockLocation Product ProductTranslation
    ProductMedia ProductMediaConnection ProductMediaEdge Category CategoryConnection CategoryEdge`,
}

/** Types whose answers are each reader's own: what was read, what was switched off, who is asking. */
const personalTypes: readonly string[] = [
  'Viewer',
  'Notification',
  'NotificationConnection',
  'NotificationPreferences',
  'NotificationSwitch',
]

const api = composeApi(readSubgraphs())

it.each(liveFields.filter(({ isPersonal }) => !isPersonal))('$name leads to no type that nobody has looked at', ({ name, messageType }) => {
  expect(reachableFrom(api, messageType)).toEqual((sharedTypes[name] ?? '').trim().split(/\s+/).toSorted())
})

it('no message that is shared leads to anything personal', () => {
  for (const { messageType } of liveFields.filter(({ isPersonal }) => !isPersonal)) {
    expect(reachableFrom(api, messageType).filter((type) => personalTypes.includes(type))).toEqual([])
  }
  // The list itself is not out of date.
  const declared = personalTypes.filter((type) => api.getType(type) !== undefined)
  expect(declared).toEqual(personalTypes)
  const personal = liveFields.filter(({ isPersonal }) => isPersonal).flatMap(({ messageType }) => reachableFrom(api, messageType))
  expect(personal).toContain('Notification')
})

/** The object types that a selection on a type can get to, itself included. */
function reachableFrom(schema: GraphQLSchema, start: string): readonly string[] {
  const found = new Set<string>()
  const follow = (name: string): void => {
    const type = schema.getType(name)
    if (isAbstractType(type)) for (const possible of schema.getPossibleTypes(type)) follow(possible.name)
    if (found.has(name) || !(isObjectType(type) || isInterfaceType(type))) return
    if (isObjectType(type)) found.add(name)
    for (const field of Object.values(type.getFields())) follow(getNamedType(field.type).name)
  }
  follow(start)
  return [...found].toSorted()
}
