import type { Actor } from '@iommi/shared/request-context'
import { checkTokens } from './count-tokens.ts'
import type { TokenLimits } from './limits.ts'
import { checkSubscriptionRoots } from './subscription-root.ts'

/** Holds the text of a document to what has to be known before it is validated. Throws a Refusal; every transport asks this. */
export function checkText(text: string, limits: TokenLimits, actor: Pick<Actor, 'kind'>): void {
  checkTokens(text, limits, actor)
  checkSubscriptionRoots(text)
}
