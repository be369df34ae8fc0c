import type { Complete } from '@iommi/shared/resolver-types'
import type {
  ConsentRecordResolvers,
  ConsentTextResolvers,
  CustomerConsentResolvers,
  MutationResolvers,
  QueryResolvers,
} from '../graphql.generated.ts'
import { canonicalLocale } from '../preferences/preferences.ts'
import { translationFor, type ConsentTextRecord } from './consent-text.ts'
import { isGranted, type ConsentRecord as Consent, type ConsentState } from './consent.ts'
import { publishConsentText } from './publish-consent-text.ts'
import { hasConsent, isOutdated, readConsentText, readConsentTexts, recorderOf } from './read-consents.ts'
import { recordConsent } from './record-consent.ts'

export const Query: Pick<QueryResolvers, 'consentTexts' | 'consentText' | '_hasConsent'> = {
  consentTexts: (_root, _args, context) => readConsentTexts(context),
  consentText: (_root, { purpose, version }, context) => readConsentText(context, purpose, version),
  _hasConsent: (_root, { customerId, purpose }, context) => hasConsent(context, customerId, purpose),
}

export const Mutation: Pick<MutationResolvers, 'recordConsent' | 'publishConsentText'> = {
  recordConsent: (_root, { input }, context) => {
    context.forgetRead()
    return recordConsent(context, input)
  },
  publishConsentText: (_root, { input }, context) => {
    context.forgetRead()
    return publishConsentText(context, input)
  },
}

export const CustomerConsent: Complete<CustomerConsentResolvers, ConsentState> = {
  isGranted: ({ latest }) => isGranted(latest),
  isOutdated: (state, _args, context) => isOutdated(context, state),
}

export const ConsentRecord: Complete<ConsentRecordResolvers, Consent> = {
  actor: (consent, _args, context) => recorderOf(context, consent),
}

export const ConsentText: Complete<ConsentTextResolvers, ConsentTextRecord> = {
  translation: (text, { locale }) => translationFor(text, typeof locale === 'string' ? canonicalLocale(locale) : null) ?? null,
}
