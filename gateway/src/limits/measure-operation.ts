import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import { fragmentsOf } from '../document-fragments.ts'

/** The shape of an operation with every fragment written out. */
export interface OperationShape {
  readonly depth: number
  readonly introspectionDepth: number
  readonly aliases: number
  readonly rootFields: number
  readonly directives: number
  readonly selections: number
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>
type FragmentShapes = Map<string, OperationShape>

interface Measuring {
  readonly fragments: Fragments
  /** Each fragment is measured once, however often it is spread: the work grows with the text, not with what it stands for. */
  readonly shapes: FragmentShapes
}

const nothing: OperationShape = { depth: 0, introspectionDepth: 0, aliases: 0, rootFields: 0, directives: 0, selections: 0 }

/** Measures every operation of a document. Fragments that contain themselves count once: validation refuses them. */
export function measureOperations(document: DocumentNode): readonly OperationShape[] {
  const measuring: Measuring = { fragments: fragmentsOf(document), shapes: new Map() }
  return document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => measureOperation(measuring, operation))
}

function measureOperation(measuring: Measuring, operation: OperationDefinitionNode): OperationShape {
  const shape = measureSelections(measuring, operation.selectionSet)
  const ofVariables = (operation.variableDefinitions ?? []).reduce((count, variable) => count + (variable.directives?.length ?? 0), 0)
  return { ...shape, directives: shape.directives + (operation.directives?.length ?? 0) + ofVariables }
}

function measureSelections(measuring: Measuring, set: SelectionSetNode): OperationShape {
  return set.selections.map((selection) => measureSelection(measuring, selection)).reduce(beside, nothing)
}

function measureSelection(measuring: Measuring, selection: SelectionNode): OperationShape {
  const own: OperationShape = { ...nothing, selections: 1, directives: selection.directives?.length ?? 0 }
  if (selection.kind === Kind.INLINE_FRAGMENT) return beside(own, measureSelections(measuring, selection.selectionSet))
  if (selection.kind === Kind.FRAGMENT_SPREAD) return beside(own, measureFragment(measuring, selection.name.value))
  const below = selection.selectionSet === undefined ? nothing : measureSelections(measuring, selection.selectionSet)
  const isIntrospection = selection.name.value === '__schema' || selection.name.value === '__type'
  const levels = below.depth + 1
  return {
    depth: isIntrospection ? 1 : levels,
    introspectionDepth: isIntrospection ? levels : below.introspectionDepth,
    aliases: below.aliases + (selection.alias === undefined ? 0 : 1),
    rootFields: 1,
    directives: below.directives + own.directives,
    selections: below.selections + 1,
  }
}

function measureFragment(measuring: Measuring, name: string): OperationShape {
  const known = measuring.shapes.get(name)
  if (known !== undefined) return known
  const fragment = measuring.fragments.get(name)
  if (fragment === undefined) return nothing
  // What a fragment finds of itself inside itself.
  measuring.shapes.set(name, nothing)
  const shape = measureSelections(measuring, fragment.selectionSet)
  const whole = { ...shape, directives: shape.directives + (fragment.directives?.length ?? 0) }
  measuring.shapes.set(name, whole)
  return whole
}

function beside(left: OperationShape, right: OperationShape): OperationShape {
  return {
    depth: Math.max(left.depth, right.depth),
    introspectionDepth: Math.max(left.introspectionDepth, right.introspectionDepth),
    aliases: left.aliases + right.aliases,
    rootFields: left.rootFields + right.rootFields,
    directives: left.directives + right.directives,
    selections: left.selections + right.selections,
  }
}
