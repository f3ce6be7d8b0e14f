import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { Config } from '../config/config.ts';
import { isSameKey, presentedKey } from './api-key.ts';
import { foreignOrigin } from './same-origin.ts';

/** Open to all: health for machines that watch, and two pages that hold no data of their own. */
const OPEN = /^\/(health|graphiql|docs)(\/|$)/;

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '';

function requireKey(request: FastifyRequest, expected: string): void {
  const presented = presentedKey(request.headers);
  if (presented !== null && isSameKey(presented, expected)) return;
  const actual = presented === null ? 'no key' : 'another key';
  throw new Refusal('UNAUTHENTICATED', `API key: expected the key of this service, got ${actual}`, {
    expected: 'the key of this service',
    actual,
    where: 'header Authorization or X-API-Key',
    remedy: 'send `Authorization: Bearer KEY` or `X-API-Key: KEY`',
  });
}

function requireOwnOrigin(request: FastifyRequest): void {
  const foreign = foreignOrigin(request.headers);
  if (foreign === null) return;
  throw new Refusal('FORBIDDEN', `request from elsewhere: ${foreign} is not this service`, {
    expected: 'a loopback Host and no Origin but our own',
    actual: foreign,
    remedy: 'call the service by 127.0.0.1 or localhost, or set FACTORMINE_API_KEY and send the key',
  });
}

/** Guards every route and subscription before anything else looks at the request. */
export function guardRequests(fastify: FastifyInstance, config: Config): void {
  fastify.addHook('onRequest', async (request) => {
    if (OPEN.test(pathOf(request))) return;
    if (config.apiKey === null) requireOwnOrigin(request);
    else requireKey(request, config.apiKey);
  });
}
