import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { Config } from '../config/config.ts';
import { atOneMoment } from '../database/moment.ts';
import { toFault } from '../http/fault.ts';
import { PROBLEM_TYPE, toProblem } from '../http/problem.ts';
import { type AccessRole, mayDo } from './access.ts';
import { passwordOf, presentedKey } from './api-key.ts';
import { onBehalfOf } from './caller.ts';
import { type Identity, type KeyRing, LOCAL } from './key-ring.ts';
import { foreignOrigin } from './same-origin.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whoever asks; null where none is asked for, and for a WebSocket that presents its key later. */
    caller: Identity | null;
    /** Why whoever asks is sent away, once the request is counted; null where he is not. */
    sentAway: Refusal | null;
  }
}

/** Open to all: health for machines that watch, and two pages that hold no data of their own. */
const OPEN = /^\/(health|graphiql|docs)(\/|$)/;
/** Pages that are not Nest's, and so have no decorator. */
const PAGES: readonly (readonly [RegExp, AccessRole])[] = [[/^\/queues(\/|$)/, 'admin']];

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '';

/** Where the keys come from, once the application is made. */
export interface Gate {
  keys: KeyRing | null;
}

function identify(request: FastifyRequest, config: Config, { keys }: Gate): Identity | null {
  const isPage = PAGES.some(([pattern]) => pattern.test(pathOf(request)));
  const presented = presentedKey(request.headers) ?? (isPage ? passwordOf(request.headers) : null);
  if (presented !== null) return keys?.identify(presented) ?? refuse('another key');
  if (config.apiKey === null) {
    requireOwnOrigin(request);
    return LOCAL;
  }
  // A browser cannot put a key on a WebSocket: it comes with the first message.
  const isSocket = pathOf(request) === '/graphql' && request.headers.upgrade !== undefined;
  return isSocket ? null : refuse('no key');
}

function refuse(actual: string): never {
  throw new Refusal('UNAUTHENTICATED', `API key: expected a live key of this service, got ${actual}`, {
    expected: 'a key of this service that is neither revoked nor expired',
    actual,
    where: 'header Authorization or X-API-Key',
    remedy: 'send `Authorization: Bearer KEY` or `X-API-Key: KEY`; an admin makes keys',
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

function requireRole(path: string, least: AccessRole, caller: Identity | null): void {
  if (caller !== null && mayDo(caller.role, least)) return;
  throw new Refusal('FORBIDDEN', `${path}: expected the role ${least}, got ${caller?.role ?? 'none'}`, {
    expected: least,
    actual: caller?.role ?? 'no key',
    where: path,
    remedy: `ask with a key of the role ${least}`,
  });
}

/** Pages of others answer errors in their own way; a browser asks its user for the key. */
async function admitToPage(request: FastifyRequest, reply: FastifyReply, admit: () => void): Promise<void> {
  try {
    admit();
  } catch (error) {
    const fault = toFault(error, (cause) => request.log.error(cause));
    void reply.header('www-authenticate', 'Basic realm="factormine"');
    await reply.status(fault.status).header('content-type', PROBLEM_TYPE).send(toProblem(fault));
  }
}

/** Tells callers apart before anything else looks at the request. Whoever is to be sent away is counted first: `turnAway`. */
export function tellCallersApart(fastify: FastifyInstance, config: Config, gate: Gate): void {
  fastify.decorateRequest('caller', null);
  fastify.decorateRequest('sentAway', null);
  fastify.addHook('onRequest', (request, _reply, done) => {
    // What a browser asks before it lets a page call says nothing of who asks.
    if (OPEN.test(pathOf(request)) || request.method === 'OPTIONS') return done();
    try {
      request.caller = identify(request, config, gate);
    } catch (error) {
      if (!(error instanceof Refusal)) return done(error as Error);
      request.sentAway = error;
    }
    done();
  });
}

/** Ends what nobody known may ask, and has everything after it done in the name of whoever asks. */
export function turnAway(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request, reply) => {
    const path = pathOf(request);
    const page = PAGES.find(([pattern]) => pattern.test(path));
    if (page)
      return admitToPage(request, reply, () => {
        if (request.sentAway) throw request.sentAway;
        requireRole(path, page[1], request.caller);
      });
    if (request.sentAway) throw request.sentAway;
  });
  // After the body is read, for what reads it calls back from outside.
  fastify.addHook('preHandler', (request, _reply, done) => {
    if (request.caller === null) return done();
    const operation = `${request.method} ${request.routeOptions.url ?? pathOf(request)}`;
    onBehalfOf({ ...request.caller, operation }, () => atOneMoment(done));
  });
}
