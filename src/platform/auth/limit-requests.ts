import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { Config } from '../config/config.ts';
import { callerId } from './caller.ts';

const WINDOW_MS = 60_000;
const MOST_CALLERS = 10_000;

/** Whoever guesses keys uses up nobody's share but that of the guessers at his address. */
function keyOf({ caller, sentAway, ip }: FastifyRequest): string {
  if (caller !== null) return callerId(caller);
  return sentAway ? `sent away ${ip}` : ip;
}

/** Bounds how often one caller may ask: by its key, else by its address. Counted in this process alone. */
export async function limitRequests(fastify: FastifyInstance, { requestsPerMinute }: Config): Promise<void> {
  if (requestsPerMinute === 0) return;
  await fastify.register(rateLimit, { global: false, cache: MOST_CALLERS });
  const count = fastify.createRateLimit({
    max: requestsPerMinute,
    timeWindow: WINDOW_MS,
    keyGenerator: keyOf,
  });
  fastify.addHook('onRequest', async (request, reply) => {
    const standing = await count(request);
    if (standing.isAllowed || !standing.isExceeded) return;
    void reply.header('retry-after', standing.ttlInSeconds);
    throw tooMany(requestsPerMinute, standing.ttlInSeconds);
  });
}

const tooMany = (most: number, seconds: number): Refusal =>
  new Refusal('TOO_MANY_REQUESTS', `requests: expected at most ${most} a minute, got more`, {
    expected: `at most ${most} requests a minute`,
    actual: 'more',
    where: 'this key, or this address without one',
    remedy: `ask again in ${seconds} s, or raise FACTORMINE_REQUESTS_PER_MINUTE`,
  });
