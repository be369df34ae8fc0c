import { inputError, type UserError } from '@iommi/shared/user-errors'
import { againAfterRace } from '../unique-race.ts'
import { isSegmentNameRace } from './segment-repo.ts'
import { segmentsMax } from './segment.ts'

/** The user error of a segment that does not exist. */
export const segmentNotFound: UserError<'SEGMENT_NOT_FOUND'> = inputError('SEGMENT_NOT_FOUND', ['segmentId'], 'There is no such segment.')

/** The user error of a change that was decided on an older version. */
export const segmentConflict: UserError<'VERSION_CONFLICT'> = inputError(
  'VERSION_CONFLICT',
  ['expectedVersion'],
  'The segment has changed since. Read it again, then retry.',
)

/** The user error of a name that another segment has. */
export const nameTaken: UserError<'NAME_TAKEN'> = inputError('NAME_TAKEN', ['name'], 'Another segment has this name.')

/** The user error of a tenant that has as many segments as there may be. */
export const tooManySegments: UserError<'TOO_MANY_SEGMENTS'> = {
  code: 'TOO_MANY_SEGMENTS',
  field: null,
  message: `There are ${String(segmentsMax)} segments, which is the most. Delete one first.`,
}

/** Runs `mutate`, and once more when another request took the name meanwhile: then it finds the name taken. */
export async function againAfterNameRace<Result>(mutate: () => Promise<Result>): Promise<Result> {
  return await againAfterRace(isSegmentNameRace, 'Others are using this name right now. Send the request again.', mutate)
}
