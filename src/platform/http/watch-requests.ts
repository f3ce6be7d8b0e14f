import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { withLogContext } from '../logging/log-context.ts';
import type { Metrics } from '../metrics/metrics.ts';

const HEADER = 'x-request-id';
/** What a caller may name a request by: nothing that could forge a line of the log. */
const NAME = /^[\w.:-]{1,100}$/;

/** The caller's own name for a request, where it has one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers[HEADER];
  return typeof given === 'string' && NAME.test(given) ? given : uuidv7();
}

/** Where requests are counted, once the application is made. */
export interface Watch {
  metrics: Metrics | null;
}

/** Names requests, has their log lines say the name, and counts and times their answers by route. */
export function watchRequests(fastify: FastifyInstance, logger: Logger, watch: Watch): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header(HEADER, request.id);
    done();
  });
  fastify.addHook('preHandler', (request, _reply, done) => {
    withLogContext({ requestId: request.id }, done);
  });
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const seconds = reply.elapsedTime / 1000;
    const status = String(reply.statusCode);
    watch.metrics?.httpSeconds.observe({ method: request.method, route, status }, seconds);
    const line = {
      requestId: request.id,
      method: request.method,
      route,
      status,
      ms: Math.round(reply.elapsedTime),
    };
    logger.debug(line, 'answered');
  });
}
