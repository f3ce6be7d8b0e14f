import { type CustomScalar, Scalar } from '@nestjs/graphql';
import { GraphQLError, Kind, type ValueNode } from 'graphql';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a text is a day of the calendar, such as 2021-02-28. */
export function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !DAY.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function requireDay(value: unknown): string {
  if (isDay(value)) return value;
  throw new GraphQLError(`Day: expected a day as YYYY-MM-DD, got ${JSON.stringify(value)}`);
}

/** Stands for the type in `@Field(() => Day)`; its values are texts. */
export class Day {}

@Scalar('Day', () => Day)
export class DayScalar implements CustomScalar<string, string> {
  readonly description = 'A day as YYYY-MM-DD, without a time zone.';
  readonly parseValue = requireDay;
  readonly serialize = requireDay;
  readonly parseLiteral = (node: ValueNode): string =>
    requireDay(node.kind === Kind.STRING ? node.value : `a value of kind ${node.kind}`);
}
