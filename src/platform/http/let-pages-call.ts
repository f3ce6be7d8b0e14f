import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/config.ts';

/** Lets the named web pages call from elsewhere (CORS). They must send a key: without keys, pages of others are refused. */
export async function letPagesCall(fastify: FastifyInstance, { corsOrigins }: Config): Promise<void> {
  if (corsOrigins.length === 0) return;
  await fastify.register(cors, {
    origin: [...corsOrigins],
    methods: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'],
    allowedHeaders: ['authorization', 'x-api-key', 'content-type', 'idempotency-key', 'x-request-id'],
    exposedHeaders: ['idempotency-replayed', 'retry-after', 'x-request-id'],
    maxAge: 600,
  });
}
