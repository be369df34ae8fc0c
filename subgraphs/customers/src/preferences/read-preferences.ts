import type { CustomersContext } from '../context.ts'
import { noPreferences, type PreferencesRecord } from './preferences.ts'

/** The preferences of a customer whom the actor was found to be allowed to see. */
export async function readPreferences(context: CustomersContext, customerId: string): Promise<PreferencesRecord> {
  return (await context.loaders().preferences.load(customerId)) ?? noPreferences(customerId)
}
