import { plainText } from '@iommi/shared/text-fields'
import type { z } from 'zod'
import { bytesMaxOf, misfitOf, type ProfileText } from './profile-record.ts'

/** One line of text that the mainframe can keep: refused here, with the character or the length named, rather than in a batch. */
export function mainframeLine(text: ProfileText): z.ZodType<string> {
  return fitting(text, plainText(bytesMaxOf(text)))
}

/** The texts of `field` that the mainframe can keep. */
export function fitting(text: ProfileText, field: z.ZodType<string>): z.ZodType<string> {
  return field.superRefine((value, check) => {
    const misfit = misfitOf(text, value)
    if (misfit !== null) check.addIssue({ code: 'custom', message: misfit.rule })
  })
}
