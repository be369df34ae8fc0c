import { z } from 'zod'
import { plainText } from '@iommi/shared/text-fields'
import { mainframeLine } from '../profile-sync/mainframe-text.ts'
import { countryCodes } from './country.ts'

const countryCodeField = z
  .string({ error: 'must be a text' })
  .refine((code) => countryCodes.has(code), 'must be a country code of ISO 3166-1 alpha-2, for example GB')

// Any address may become the default one, which the mainframe keeps; it has no region.

/** The fields of an address that every address has. */
export const requiredAddressFields = {
  line1: mainframeLine('line1'),
  city: mainframeLine('city'),
  countryCode: countryCodeField,
} as const

/** The fields of an address that may be missing. */
export const optionalAddressFields = {
  line2: mainframeLine('line2').nullish(),
  region: plainText(100).nullish(),
  postalCode: mainframeLine('postalCode').nullish(),
} as const
