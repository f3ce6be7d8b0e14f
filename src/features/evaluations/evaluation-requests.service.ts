import { setTimeout } from 'node:timers/promises';
import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { type Job, type Queue, QueueEvents } from 'bullmq';
import { v7 as uuidv7 } from 'uuid';
import type { Composite } from '../../compute/evaluation/composite.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Config } from '../../platform/config/config.ts';
import { requireLastRoom } from '../../platform/disk/disk-guard.ts';
import { QueueConnection } from '../../platform/queue/queue-connection.ts';
import { QueueFaults } from '../../platform/queue/queue-faults.ts';
import type {
  DistinctAnswer,
  DistinctRequest,
  NearestAnswer,
  NearestRequest,
  SketchAnswer,
  SketchMatrixAnswer,
  SketchMatrixRequest,
  SketchRequest,
} from '../sketches/sketch-requests.ts';
import type {
  CompositeRequest,
  CorrelateRequest,
  CorrelationMatrixRequest,
  EvaluationAnswers,
  EvaluationReply,
  EvaluationRequest,
  FormulaStatistics,
  LatestAnswer,
  LatestRequest,
  PermutedAnswer,
  PermuteRequest,
  SignedCorrelation,
  StatisticsRequest,
  TearSheetRequest,
  ValuesRequest,
  WrittenValues,
} from './evaluation-requests.ts';
import { TrialsStore } from './trials.store.ts';

export const EVALUATIONS_QUEUE = 'evaluations';

/** A question that no worker answers in this time is given up: workers are down or hopelessly busy. */
const ANSWER_TIMEOUT_MS = 60_000;
/** Answers are kept long enough for a slow asker to read them, never for good. */
const KEEP_SECONDS = 300;
/** How soon an answer is found whose event was passed over: on Postgres, ids of events are drawn before they are visible. */
const LOOK_EVERY_MS = 500;
const SHUT_DOWN = 'the process shuts down';

/**
 * Asks the workers what a formula is worth, from any process. Answered ahead of the candidates of the runs,
 * so within seconds while they mine.
 * @throws Refusal what the formula, the dataset or the period earned; UNAVAILABLE when nobody answers in time; DISK_FULL
 */
@Injectable()
export class EvaluationRequests implements OnModuleInit, OnModuleDestroy {
  private events: QueueEvents;
  private readonly closing = new AbortController();

  constructor(
    @InjectQueue(EVALUATIONS_QUEUE) private readonly queue: Queue,
    private readonly connection: QueueConnection,
    private readonly trials: TrialsStore,
    private readonly faults: QueueFaults,
    private readonly config: Config,
  ) {}

  async onModuleInit(): Promise<void> {
    this.events = new QueueEvents(EVALUATIONS_QUEUE, { connection: this.connection.options });
    this.events.on('error', this.faults.tell);
    await this.events.waitUntilReady();
  }

  /** Who still waits is refused now: the workers that would answer are about to stop as well. */
  async onModuleDestroy(): Promise<void> {
    this.closing.abort();
    await this.events.close();
  }

  /** Whoever asks has tried the formula on these days: it is counted. */
  async statistics(request: Omit<StatisticsRequest, 'kind'>): Promise<FormulaStatistics> {
    const answer = await this.ask({ ...request, kind: 'statistics' });
    await this.trials.byHand(request.datasetId, answer.hash);
    return answer;
  }

  /** Formulas as one signal. */
  composite(request: Omit<CompositeRequest, 'kind'>): Promise<Composite> {
    return this.ask({ ...request, kind: 'composite' });
  }

  /** A formula on the last days. */
  latest(request: Omit<LatestRequest, 'kind'>): Promise<LatestAnswer> {
    return this.ask({ ...request, kind: 'latest' });
  }

  /** A formula's mean rank IC under labels permuted within days. */
  permute(request: Omit<PermuteRequest, 'kind'>): Promise<PermutedAnswer> {
    return this.ask({ ...request, kind: 'permute' });
  }

  /** Id of the sheet, which the worker has kept (see `TearSheetsStore`). Whoever asks has tried the formula. */
  tearSheet(request: Omit<TearSheetRequest, 'kind'>): Promise<string> {
    return this.ask({ ...request, kind: 'tearSheet' });
  }

  correlate(request: Omit<CorrelateRequest, 'kind'>): Promise<readonly SignedCorrelation[]> {
    return this.ask({ ...request, kind: 'correlate' });
  }

  correlationMatrix(
    request: Omit<CorrelationMatrixRequest, 'kind'>,
  ): Promise<readonly (readonly SignedCorrelation[])[]> {
    return this.ask({ ...request, kind: 'matrix' });
  }

  /** Has the values of a formula written where exports find them. */
  values(request: Omit<ValuesRequest, 'kind'>): Promise<WrittenValues> {
    return this.ask({ ...request, kind: 'values' });
  }

  /** A formula against all members of a library, by sketches. @throws Refusal NOT_FOUND of the library too */
  nearest(request: Omit<NearestRequest, 'kind'>): Promise<NearestAnswer> {
    return this.ask({ ...request, kind: 'nearest' });
  }

  sketchMatrix(request: Omit<SketchMatrixRequest, 'kind'>): Promise<SketchMatrixAnswer> {
    return this.ask({ ...request, kind: 'sketchMatrix' });
  }

  /** By sketches, and exactly where they leave it open. */
  distinct(request: Omit<DistinctRequest, 'kind'>): Promise<DistinctAnswer> {
    return this.ask({ ...request, kind: 'distinct' });
  }

  /** Has sketches of stored factors kept. */
  sketch(request: Omit<SketchRequest, 'kind'>): Promise<SketchAnswer> {
    return this.ask({ ...request, kind: 'sketch' });
  }

  private async ask<K extends EvaluationRequest['kind']>(
    request: Extract<EvaluationRequest, { kind: K }>,
  ): Promise<EvaluationAnswers[K]> {
    // A queue that closes takes a job without an answer, for ever.
    if (this.closing.signal.aborted) throw unanswered(new Error(SHUT_DOWN));
    await requireLastRoom(this.config, 'evaluation');
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

  private async reply(job: Job): Promise<EvaluationReply> {
    const { promise: closed, reject } = withResolvers();
    const onClosing = (): void => reject(new Error(SHUT_DOWN));
    const answered = new AbortController();
    if (this.closing.signal.aborted) onClosing();
    this.closing.signal.addEventListener('abort', onClosing, { once: true });
    try {
      return await Promise.race([
        job.waitUntilFinished(this.events, ANSWER_TIMEOUT_MS),
        this.lookedUp(job, answered.signal),
        closed,
      ]);
    } catch (cause) {
      throw unanswered(cause);
    } finally {
      answered.abort();
      this.closing.signal.removeEventListener('abort', onClosing);
    }
  }

  /** The answer as the job keeps it, looked for now and then until it is there or nobody waits for it any more. */
  private async lookedUp(job: Job, answered: AbortSignal): Promise<EvaluationReply> {
    for (;;) {
      await setTimeout(LOOK_EVERY_MS, undefined, { ref: false });
      if (answered.aborted) return new Promise(() => undefined);
      const kept = await this.queue.getJob(job.id ?? '').catch(() => undefined);
      if (!kept?.finishedOn) continue;
      if (kept.returnvalue) return kept.returnvalue as EvaluationReply;
      if (await kept.isFailed()) throw new Error(kept.failedReason);
    }
  }
}

/** Driver text and stack traces stay in the cause, for the log. */
function unanswered(cause: unknown): Refusal {
  const refusal = new Refusal('UNAVAILABLE', 'no worker answered the evaluation', {
    expected: `an answer within ${ANSWER_TIMEOUT_MS / 1000} s`,
    remedy: 'see that a worker process runs, or ask again when it is less busy',
  });
  refusal.cause = cause;
  return refusal;
}

/** A promise that others reject (`Promise.withResolvers` is not in Node 20). */
function withResolvers(): { promise: Promise<never>; reject: (reason: Error) => void } {
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<never>((_, rejected) => {
    reject = rejected;
  });
  return { promise, reject };
}
