import { GraphQLError, type DocumentNode, type ValidationRule } from 'graphql'
import { introspectionDepthMax, type DocumentLimits } from './limits.ts'
import { measureOperations, type OperationShape } from './measure-operation.ts'

/** The code of each limit on a document. */
export type DocumentLimitCode =
  'DEPTH_LIMIT_EXCEEDED' | 'ALIAS_LIMIT_EXCEEDED' | 'ROOT_FIELD_LIMIT_EXCEEDED' | 'DIRECTIVE_LIMIT_EXCEEDED' | 'SELECTION_LIMIT_EXCEEDED'

/** One error for each limit that an operation of the document is over, with the limit's code. Pure; terminates on any document. */
export function checkOperation(document: DocumentNode, limits: DocumentLimits): readonly GraphQLError[] {
  return measureOperations(document).flatMap((shape) => checkShape(shape, limits))
}

/** `checkOperation` as a validation rule: what validates a document also holds it to the limits, unless its text is exempt. */
export function limitsRule(limits: DocumentLimits, isExempt: (text: string) => boolean): ValidationRule {
  return (context) => ({
    Document: (document) => {
      if (isExempt(document.loc?.source.body ?? '')) return
      for (const error of checkOperation(document, limits)) context.reportError(error)
    },
  })
}

function checkShape(shape: OperationShape, limits: DocumentLimits): readonly GraphQLError[] {
  const rules: readonly (readonly [isBroken: boolean, code: DocumentLimitCode, rule: string])[] = [
    [shape.depth > limits.depthMax, 'DEPTH_LIMIT_EXCEEDED', `${String(limits.depthMax)} levels of fields`],
    [
      shape.introspectionDepth > introspectionDepthMax,
      'DEPTH_LIMIT_EXCEEDED',
      `${String(introspectionDepthMax)} levels of fields in introspection`,
    ],
    [shape.aliases > limits.aliasesMax, 'ALIAS_LIMIT_EXCEEDED', `${String(limits.aliasesMax)} aliases`],
    [shape.rootFields > limits.rootFieldsMax, 'ROOT_FIELD_LIMIT_EXCEEDED', `${String(limits.rootFieldsMax)} fields at the root`],
    [shape.directives > limits.directivesMax, 'DIRECTIVE_LIMIT_EXCEEDED', `${String(limits.directivesMax)} directives`],
    [
      shape.selections > limits.selectionsMax,
      'SELECTION_LIMIT_EXCEEDED',
      `${String(limits.selectionsMax)} selections, fragments written out`,
    ],
  ]
  return rules.filter(([isBroken]) => isBroken).map(([, code, rule]) => limitError(code, `An operation may have at most ${rule}.`))
}

function limitError(code: DocumentLimitCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}
