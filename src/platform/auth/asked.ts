import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { GraphQLResolveInfo } from 'graphql';
import type { Identity } from './key-ring.ts';

/** A call as guards and interceptors see it, whichever way it came. */
export interface Asked {
  readonly kind: 'rest' | 'graphql';
  readonly caller: Identity | null;
  /** `GET /v1/runs/:runId` or `mutation createRun`. */
  readonly operation: string;
  /** What the call says: arguments, or parameters, query and body. */
  readonly input: unknown;
  /** Null for what came by WebSocket. */
  readonly request: FastifyRequest | null;
}

interface GraphqlContext {
  readonly caller?: Identity | null;
  readonly reply?: { readonly request: FastifyRequest };
}

/** @returns null for what is no call: fields below the root */
export function askedOf(context: ExecutionContext): Asked | null {
  if (context.getType<string>() === 'graphql') {
    const [, input, graphql, info] =
      context.getArgs<[unknown, unknown, GraphqlContext, GraphQLResolveInfo]>();
    if (info.path.prev !== undefined) return null;
    const request = graphql.reply?.request ?? null;
    const caller = graphql.caller ?? request?.caller ?? null;
    const operation = `${info.operation.operation} ${info.fieldName}`;
    return { kind: 'graphql', caller, operation, input, request };
  }
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const { params, query, body } = request;
  const operation = `${request.method} ${request.routeOptions.url ?? request.url}`;
  return { kind: 'rest', caller: request.caller, operation, input: { params, query, body }, request };
}
