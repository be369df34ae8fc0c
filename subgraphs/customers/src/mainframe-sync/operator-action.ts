import { newId } from '@iommi/shared/ids'
import type { RequestContext } from '@iommi/shared/request-context'
import { freeText } from '@iommi/shared/text-fields'
import type { OperatorActionRecord } from './operator-action-repo.ts'

/** Why something is done by hand: free words, not empty, at most 500 characters. */
export const reasonField = freeText(500).refine((text) => text !== '', 'must not be empty')

type Subject = Pick<OperatorActionRecord, 'kind' | 'customerId' | 'reconciliationId' | 'reason'>

/** The record of what the caller does now. */
export function actionOf(context: Pick<RequestContext, 'actor' | 'now'>, subject: Subject): OperatorActionRecord {
  const { actor } = context
  return {
    ...subject,
    id: newId('action'),
    actorKind: actor.kind === 'system' ? 'SYSTEM' : 'EMPLOYEE',
    actorId: actor.id,
    actedAt: context.now(),
  }
}
