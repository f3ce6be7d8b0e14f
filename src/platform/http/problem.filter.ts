import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { toFault } from './fault.ts';
import { logFault } from './log-fault.ts';
import { PROBLEM_TYPE, toProblem } from './problem.ts';

/** The one filter: every failure of a REST route becomes a problem document. GraphQL formats its own. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType<string>() !== 'http') throw error;
    const fault = toFault(error, logFault(this.logger));
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // A stream that broke half-way has its headers out already.
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    void reply.status(fault.status).header('content-type', PROBLEM_TYPE).send(toProblem(fault));
  }
}
