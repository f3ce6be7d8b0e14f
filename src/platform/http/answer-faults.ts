import { Logger } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { toFault } from './fault.ts';
import { logFault } from './log-fault.ts';
import { PROBLEM_TYPE, toProblem } from './problem.ts';

/**
 * Nest would set its own handler of what fails outside its routes, later: too late for routes that are made once plugins
 * are loaded, and a second one in the same place. What fails in its routes never comes here.
 */
export class OneErrorHandlerAdapter extends FastifyAdapter {
  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance();
  }
}

/** What fails outside Nest's routes - no key, too many requests, a body too large - is a problem document like all others. */
export function answerFaults(fastify: FastifyInstance): void {
  const logger = new Logger('http');
  fastify.setErrorHandler((error, _request, reply) => {
    const fault = toFault(error, logFault(logger));
    void reply.status(fault.status).header('content-type', PROBLEM_TYPE).send(toProblem(fault));
  });
}
