import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** A root query with one way through its objects. */
export interface ObjectPath {
  readonly root: string;
  /** Such as `edges.node.factor.parents`. */
  readonly path: string;
  /** A document with `FIRST` where its first list takes a number of rows, and `ARGUMENTS` where the root's own go. */
  readonly document: string;
}

type Field = GraphQLField<unknown, unknown>;

/** Objects that only hold others: they count as no step. */
const isHolder = ({ name }: GraphQLObjectType): boolean => /(Connection|Edge)$/.test(name);

const objectOf = (type: GraphQLOutputType): GraphQLObjectType | null => {
  const named = getNamedType(type);
  return isObjectType(named) ? named : null;
};

const takesNothing = ({ args }: Field): boolean => !args.some(({ type }) => isNonNullType(type));

const leavesOf = (type: GraphQLObjectType): string[] =>
  Object.values(type.getFields())
    .filter((field) => takesNothing(field) && isLeafType(getNamedType(field.type)))
    .map(({ name }) => name);

const takesFirst = ({ args }: Field): boolean => args.some(({ name }) => name === 'first');

/** Rows of a list within a list. */
const NESTED = '(first: 2)';

/** Every way from every root query over at most so many objects, no type twice on a way. */
export function objectPathsOf(schema: GraphQLSchema, steps: number): ObjectPath[] {
  return Object.values(schema.getQueryType()!.getFields()).flatMap((root) => {
    const type = objectOf(root.type);
    const found = type === null ? [{ path: '', selection: '' }] : waysFrom(type, steps, [type]);
    const ways = found.map(({ path, selection }) => ({
      path,
      selection: takesFirst(root) ? nested(selection) : selection,
    }));
    return ways.map(({ path, selection }) => ({
      root: root.name,
      path,
      document: `{ ${root.name}ARGUMENTS ${selection} }`,
    }));
  });
}

/** What hangs on rows of a list that may be long. */
const nested = (selection: string): string => selection.replaceAll('(first: FIRST)', NESTED);

interface Way {
  readonly path: string;
  readonly selection: string;
}

/** Beyond so many steps of a path one leaf is asked for, which keeps within what a query may cost. */
const ALL_LEAVES = 4;

/** Leaves of the last object alone: those of the objects before are asked by ways of their own. */
function waysFrom(type: GraphQLObjectType, steps: number, passed: readonly GraphQLObjectType[]): Way[] {
  const leaves = leavesOf(type);
  const asked = passed.length > ALL_LEAVES ? leaves.slice(0, 1) : leaves;
  const onward = Object.values(type.getFields()).flatMap((field): Way[] => {
    const next = objectOf(field.type);
    const left = isHolder(type) || next === null || isHolder(next) ? steps : steps - 1;
    if (next === null || left < 0 || passed.includes(next) || !takesNothing(field)) return [];
    return waysFrom(next, left, [...passed, next]).map(({ path, selection }) => ({
      path: path === '' ? field.name : `${field.name}.${path}`,
      selection: `{ ${field.name}${takesFirst(field) ? '(first: FIRST)' : ''} ${takesFirst(field) ? nested(selection) : selection} }`,
    }));
  });
  return [{ path: '', selection: `{ ${asked.join(' ') || '__typename'} }` }, ...onward];
}
