import type { Complete } from '@iommi/shared/resolver-types'
import type { MutationResolvers, QueryResolvers, SegmentResolvers } from '../graphql.generated.ts'
import { createSegment } from './create-segment.ts'
import { deleteSegment } from './delete-segment.ts'
import { explainSegment } from './explain-segments.ts'
import { listMembers, listSegments, readSegment } from './read-segments.ts'
import { partsOf } from './segment-rule.ts'
import type { SegmentRecord } from './segment.ts'
import { updateSegment } from './update-segment.ts'

export const Query: Pick<QueryResolvers, 'segment' | 'segments' | 'explainSegment'> = {
  segment: (_root, { id }, context) => readSegment(context, id),
  segments: (_root, args, context) => listSegments(context, args),
  explainSegment: (_root, args, context) => explainSegment(context, args),
}

export const Mutation: Pick<MutationResolvers, 'createSegment' | 'updateSegment' | 'deleteSegment'> = {
  createSegment: (_root, { input }, context) => {
    context.forgetRead()
    return createSegment(context, input)
  },
  updateSegment: (_root, { input }, context) => {
    context.forgetRead()
    return updateSegment(context, input)
  },
  deleteSegment: (_root, { input }, context) => {
    context.forgetRead()
    return deleteSegment(context, input)
  },
}

export const Segment: Complete<SegmentResolvers, SegmentRecord> = {
  rules: ({ rule }) => partsOf(rule),
  ruleJson: ({ rule }) => JSON.stringify(rule),
  members: (segment, args, context) => listMembers(context, segment, args),
}
