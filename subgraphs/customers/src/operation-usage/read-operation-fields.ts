import type { CustomersContext } from '../context.ts'
import type { OperationKey } from './operation-usage.ts'

/** Coordinates of the fields that an operation asks for, sorted; none for operations that were too many to be told apart. */
export async function readOperationFields(
  context: Pick<CustomersContext, 'loaders'>,
  { operationId, operationName }: OperationKey,
): Promise<readonly string[]> {
  const fields = await context.loaders().operationFields.load(operationId)
  return fields.filter((field) => field.operationName === operationName).map(({ coordinate }) => coordinate)
}
