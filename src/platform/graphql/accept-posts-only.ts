import type { FastifyInstance } from 'fastify';
import { PROBLEM_TYPE, toProblem } from '../http/problem.ts';

const JSON_TYPES = /^application\/(json|graphql)\s*(;|$)/i;

function refusal(
  method: string,
  isUpgrade: boolean,
  contentType: string,
): { status: number; expected: string } | null {
  if (method === 'GET' && !isUpgrade) return { status: 405, expected: 'POST, or a WebSocket' };
  if (method === 'POST' && !JSON_TYPES.test(contentType))
    return { status: 415, expected: 'application/json' };
  return null;
}

/**
 * Queries by GET and by the content types of plain forms are refused: a foreign page could make a browser send
 * those without asking first.
 */
export function acceptPostsOnly(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request, reply) => {
    if (request.url.split('?', 1)[0] !== '/graphql') return;
    const isUpgrade = request.headers.upgrade !== undefined;
    const contentType = request.headers['content-type'] ?? '';
    const refused = refusal(request.method, isUpgrade, contentType);
    if (refused === null) return;
    const { status, expected } = refused;
    const actual = status === 405 ? request.method : contentType || 'no content type';
    const message = `/graphql: expected ${expected}, got ${actual}`;
    const remedy = 'send the query as JSON in the body of a POST';
    const problem = toProblem({ status, code: 'INVALID_INPUT', message, expected, actual, remedy });
    await reply.status(status).header('content-type', PROBLEM_TYPE).send(problem);
  });
}
