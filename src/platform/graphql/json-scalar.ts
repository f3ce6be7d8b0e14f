import { type CustomScalar, Scalar } from '@nestjs/graphql';
import { GraphQLError, Kind, type ValueNode } from 'graphql';

function fromLiteral(node: ValueNode): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null;
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return node.value;
    case Kind.LIST:
      return node.values.map(fromLiteral);
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, fromLiteral(value)]));
    case Kind.VARIABLE:
      throw new GraphQLError('JSON: expected a literal, got a variable inside it', { nodes: node });
  }
}

/** Stands for the JSON type in `@Field(() => Json)`. */
export class Json {}

@Scalar('JSON', () => Json)
export class JsonScalar implements CustomScalar<unknown, unknown> {
  readonly description = 'Any JSON value.';
  readonly parseValue = (value: unknown): unknown => value;
  readonly serialize = (value: unknown): unknown => value;
  readonly parseLiteral = fromLiteral;
}
