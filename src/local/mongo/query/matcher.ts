import { compileExpression } from '../aggregation/expression/compile.ts';
import { scopeOf } from '../aggregation/expression/scope.ts';
import { truthy } from '../aggregation/expression/values.ts';
import { anyAlong, findElement, type PositionReport, parsePath, type ValueTest } from '../values/path.ts';
import { BsonType, type RawDocument, type RawValue } from '../values/raw.ts';
import { leafTest } from './leaf.ts';
import type { FilterNode, LeafNode } from './node.ts';
import { variablesOf } from './variables.ts';

/** Whether the document that starts at `start` matches; positions in arrays are reported, the outermost last. */
export type Matcher = (bytes: Uint8Array, start: number, report?: PositionReport) => boolean;

type Variables = RawDocument | undefined;

/** Compiles a node for documents. */
export function compileNode(node: FilterNode, variables: Variables): Matcher {
  switch (node.kind) {
    case 'always':
      return () => true;
    case 'never':
      return () => false;
    case 'and': {
      const all = node.nodes.map((inner) => compileNode(inner, variables));
      return (bytes, start, report) => all.every((matches) => matches(bytes, start, report));
    }
    case 'or': {
      const all = node.nodes.map((inner) => compileNode(inner, variables));
      return (bytes, start, report) => all.some((matches) => matches(bytes, start, report));
    }
    case 'nor': {
      const all = node.nodes.map((inner) => compileNode(inner, variables));
      return (bytes, start) => !all.some((matches) => matches(bytes, start));
    }
    case 'not': {
      const matches = compileNode(node.node, variables);
      return (bytes, start) => !matches(bytes, start);
    }
    case 'expression':
      return compileExpressionNode(node.expression, variables);
    default:
      return compileLeaf(node, variables);
  }
}

function compileExpressionNode(expression: RawValue, variables: Variables): Matcher {
  const values = variablesOf(variables);
  const evaluate = compileExpression(expression, Object.keys(values));
  return (bytes, start) => {
    const doc = start === 0 ? bytes : bytes.subarray(start);
    return truthy(evaluate(scopeOf(doc, values)));
  };
}

function compileLeaf(node: LeafNode, variables: Variables): Matcher {
  const parts = parsePath(node.path);
  if (node.kind === 'elemMatch') {
    const test = elemMatchTest(node, variables);
    return (bytes, start, report) => {
      const walk = { parts, leaves: false, test: (value: RawValue | undefined) => test(value, report) };
      return anyAlong(bytes, start, walk, 0, report);
    };
  }
  const walk = { parts, leaves: node.kind !== 'size' && node.kind !== 'exists', test: leafTest(node) };
  if (node.kind === 'exists' && !node.exists) return (bytes, start) => !anyAlong(bytes, start, walk);
  return (bytes, start, report) => anyAlong(bytes, start, walk, 0, report);
}

type ElementTest = (value: RawValue | undefined, report?: PositionReport) => boolean;

function elemMatchTest(node: Extract<LeafNode, { kind: 'elemMatch' }>, variables: Variables): ElementTest {
  const test = node.ofValues ? compileValueNode(node.node, variables) : documentTest(node.node, variables);
  return (value, report) => {
    if (value?.type !== BsonType.array) return false;
    const index = findElement(value, test);
    if (index >= 0) report?.(index);
    return index >= 0;
  };
}

/** Documents and arrays, whose elements are named by their positions. */
function documentTest(node: FilterNode, variables: Variables): ValueTest {
  const matches = compileNode(node, variables);
  return (value) =>
    value !== undefined &&
    (value.type === BsonType.object || value.type === BsonType.array) &&
    matches(value.bytes, value.start);
}

/** Compiles a node whose leaves have no path for a value itself; an array is not looked into. */
function compileValueNode(node: FilterNode, variables: Variables): ValueTest {
  switch (node.kind) {
    case 'always':
      return () => true;
    case 'never':
    case 'expression':
      return () => false;
    case 'not': {
      const test = compileValueNode(node.node, variables);
      return (value) => !test(value);
    }
    case 'and':
    case 'or':
    case 'nor': {
      const tests = node.nodes.map((inner) => compileValueNode(inner, variables));
      if (node.kind === 'and') return (value) => tests.every((test) => test(value));
      const wanted = node.kind === 'or';
      return (value) => tests.some((test) => test(value)) === wanted;
    }
    case 'elemMatch': {
      const test = elemMatchTest(node, variables);
      return (value) => test(value);
    }
    case 'exists': {
      const { exists } = node;
      return (value) => (value !== undefined) === exists;
    }
    default:
      return leafTest(node);
  }
}
