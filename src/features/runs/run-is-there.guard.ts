import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RunsService } from './runs.service.ts';

/**
 * Refuses a stream of a run that is not there while a status can still be sent: what a stream itself throws comes after its
 * headers, because interceptors begin it late.
 */
@Injectable()
export class RunIsThere implements CanActivate {
  constructor(private readonly runs: RunsService) {}

  /** @throws Refusal NOT_FOUND, INVALID_INPUT */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { params } = context.switchToHttp().getRequest<FastifyRequest<{ Params: { runId: string } }>>();
    await this.runs.get(params.runId);
    return true;
  }
}
