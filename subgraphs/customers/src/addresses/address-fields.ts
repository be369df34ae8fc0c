import { z } from 'zod'
import { plainText } from '@iommi/shared/text-fields'
import { countryCodes } from './country.ts'

const countryCodeField = z
  .string({ error: 'must be a text' })
  .refine((code) => countryCodes.has(code), 'must be a country code of ISO 3166-1 alpha-2, for example GB')

/** The fields of an address that every address has. */
export const requiredAddressFields = {
  line1: plainText(100),
  city: plainText(100),
  countryCode: countryCodeField,
} as const

/** The fields of an address that may be missing. */
export const optionalAddressFields = {
  line2: plainText(100).nullish(),
  region: plainText(100).nullish(),
  postalCode: plainText(20).nullish(),
} as const
