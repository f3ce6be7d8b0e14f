import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { type Queue, QueueEvents } from 'bullmq';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '../../core/outcome/refusal.ts';
import { QueueConnection } from '../../platform/queue/queue-connection.ts';
import type {
  CorrelateRequest,
  CorrelationMatrixRequest,
  EvaluationAnswers,
  EvaluationReply,
  EvaluationRequest,
  FormulaStatistics,
  SignedCorrelation,
  StatisticsRequest,
} from './evaluation-requests.ts';

export const EVALUATIONS_QUEUE = 'evaluations';

/** A question that no worker answers in this time is given up: workers are down or hopelessly busy. */
const ANSWER_TIMEOUT_MS = 60_000;
/** Answers are kept long enough for a slow asker to read them, never for good. */
const KEEP_SECONDS = 300;

/**
 * Asks the workers what a formula is worth, from any process. Answered ahead of the candidates of the runs,
 * so within seconds while they mine.
 * @throws Refusal what the formula, the dataset or the period earned; UNAVAILABLE when nobody answers in time
 */
@Injectable()
export class EvaluationRequests implements OnModuleInit, OnModuleDestroy {
  private events: QueueEvents;

  constructor(
    @InjectQueue(EVALUATIONS_QUEUE) private readonly queue: Queue,
    private readonly connection: QueueConnection,
  ) {}

  async onModuleInit(): Promise<void> {
    this.events = new QueueEvents(EVALUATIONS_QUEUE, { connection: this.connection.options });
    await this.events.waitUntilReady();
  }

  async onModuleDestroy(): Promise<void> {
    await this.events.close();
  }

  statistics(request: Omit<StatisticsRequest, 'kind'>): Promise<FormulaStatistics> {
    return this.ask({ ...request, kind: 'statistics' });
  }

  correlate(request: Omit<CorrelateRequest, 'kind'>): Promise<readonly SignedCorrelation[]> {
    return this.ask({ ...request, kind: 'correlate' });
  }

  correlationMatrix(
    request: Omit<CorrelationMatrixRequest, 'kind'>,
  ): Promise<readonly (readonly SignedCorrelation[])[]> {
    return this.ask({ ...request, kind: 'matrix' });
  }

  private async ask<K extends EvaluationRequest['kind']>(
    request: Extract<EvaluationRequest, { kind: K }>,
  ): Promise<EvaluationAnswers[K]> {
    const job = await this.queue.add(request.kind, request, {
      jobId: uuidv7(),
      attempts: 2,
      removeOnComplete: { age: KEEP_SECONDS },
      removeOnFail: { age: KEEP_SECONDS },
    });
    const reply = await this.reply(job);
    if (reply.ok) return reply.answer as EvaluationAnswers[K];
    throw new Refusal(reply.refusal.code, reply.refusal.message, reply.refusal.details);
  }

  private async reply(job: {
    waitUntilFinished(events: QueueEvents, timeoutMs: number): Promise<unknown>;
  }): Promise<EvaluationReply> {
    try {
      return (await job.waitUntilFinished(this.events, ANSWER_TIMEOUT_MS)) as EvaluationReply;
    } catch (cause) {
      // Driver text and stack traces stay in the worker's log.
      const refusal = new Refusal('UNAVAILABLE', 'no worker answered the evaluation', {
        expected: `an answer within ${ANSWER_TIMEOUT_MS / 1000} s`,
        remedy: 'see that a worker process runs, or ask again when it is less busy',
      });
      refusal.cause = cause;
      throw refusal;
    }
  }
}
