import { Logger } from '@nestjs/common';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { MercuriusOptions } from 'mercurius';
import { type Fault, toFault } from '../http/fault.ts';
import { logFault } from '../http/log-fault.ts';

type ErrorFormatter = NonNullable<MercuriusOptions['errorFormatter']>;

const logger = new Logger('graphql');
const DOCUMENT_REFUSED = 400;
/** Guesses of GraphQL about what was meant: names of the schema, one wrong query at a time. */
const GUESS = / Did you mean .*$/;

/** What was thrown, below the wrappings of GraphQL; the GraphQL error itself where the query was refused. */
function causeOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

/** Mercurius gathers what is wrong with a document, or with its variables, under one error. */
function listed(error: unknown): readonly unknown[] {
  const parts = (causeOf(error) as { errors?: unknown }).errors;
  return Array.isArray(parts) && parts.length > 0 ? parts : [error];
}

function faultOf(error: unknown): Fault {
  const cause = causeOf(error);
  if (cause instanceof GraphQLError) {
    const remedy = 'compare the query with the schema, at /graphiql';
    return {
      status: DOCUMENT_REFUSED,
      code: 'INVALID_INPUT',
      message: cause.message.replace(GUESS, ''),
      remedy,
    };
  }
  return toFault(cause, logFault(logger));
}

function format(error: unknown): { status: number; formatted: GraphQLFormattedError } {
  const { status, message, ...details } = faultOf(error);
  const { locations, path } = error instanceof GraphQLError ? error.toJSON() : {};
  return {
    status,
    formatted: {
      message,
      ...(locations && { locations }),
      ...(path && { path }),
      extensions: { ...details },
    },
  };
}

/** Errors with `code`, `expected`, `actual`, `where` and `remedy` in their extensions, and an honest HTTP status. */
export const formatExecution: ErrorFormatter = (execution) => {
  const errors = (execution.errors ?? []).flatMap(listed).map(format);
  const data = execution.data ?? null;
  const isPartial = data !== null && Object.values(data).some((value) => value !== null);
  const statusCode = isPartial ? 200 : (errors[0]?.status ?? 200);
  return {
    statusCode,
    response: { data, errors: errors.map(({ formatted }) => formatted) as GraphQLError[] },
  };
};
