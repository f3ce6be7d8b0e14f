import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';

/** A root field of a schema with a document that asks it. */
export interface Question {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly name: string;
  readonly document: string;
}

export const SOME_ID = '01900000-0000-7000-8000-000000000000';

const SCALARS: Readonly<Record<string, unknown>> = {
  ID: SOME_ID,
  String: 'x',
  Int: 1,
  Float: 0.5,
  Boolean: false,
  DateTime: '2020-01-01T00:00:00Z',
  Day: '2020-01-01',
  JSON: {},
};

/** A literal of a type, with what is required of it alone. */
export function literalOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literalOf(type.ofType);
  if (isListType(type)) return `[${literalOf(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return `{${required.map((field) => `${field.name}: ${literalOf(field.type)}`).join(', ')}}`;
  }
  return JSON.stringify(SCALARS[type.name] ?? 'x');
}

/** Leaves of a result, and of what hangs on it without arguments down to a depth. */
export function selectionOf(type: GraphQLOutputType, depth = 1): string {
  const named: GraphQLNamedType = getNamedType(type);
  if (isLeafType(named)) return '';
  if (isUnionType(named)) return '{ __typename }';
  if (!isObjectType(named)) return '{ __typename }';
  const fields = Object.values(named.getFields()).filter((field) =>
    field.args.every((argument) => !isNonNullType(argument.type)),
  );
  const chosen = fields.filter((field) => isLeafType(getNamedType(field.type)));
  const deeper = depth > 1 ? fields.filter((field) => !isLeafType(getNamedType(field.type))) : [];
  const texts = [
    ...chosen.map((field) => field.name),
    ...deeper.map((field) => `${field.name} ${selectionOf(field.type, depth - 1)}`),
  ];
  return `{ ${texts.length > 0 ? texts.join(' ') : '__typename'} }`;
}

function documentOf(kind: Question['kind'], field: GraphQLField<unknown, unknown>): string {
  const required = field.args.filter((argument) => isNonNullType(argument.type));
  const given = required.map((argument) => `${argument.name}: ${literalOf(argument.type)}`).join(', ');
  return `${kind} { ${field.name}${given && `(${given})`} ${selectionOf(field.type)} }`;
}

/** Every root field of the schema, asked with what it requires. */
export function questionsOf(schema: GraphQLSchema): Question[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  return roots.flatMap(([kind, root]) =>
    Object.values(root?.getFields() ?? {}).map((field) => ({
      kind,
      name: field.name,
      document: documentOf(kind, field),
    })),
  );
}
