import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import { Refusal } from '../../core/outcome/refusal.ts';
import { databaseFull } from '../../platform/disk/database-full.ts';
import { SketchAnswers } from '../sketches/sketch-answers.ts';
import { answerEvaluation } from './answer-evaluation.ts';
import { EngineHost } from './engine-host.ts';
import { EvaluationMarketsStore } from './evaluation-markets.store.ts';
import { EVALUATIONS_QUEUE } from './evaluation-requests.service.ts';
import type { EvaluationReply, EvaluationRequest } from './evaluation-requests.ts';
import { TearSheetAnswers } from './tear-sheet-answers.ts';

/** Questions that one process has in hand at a time; the pool decides which of their tasks goes first. */
const CONCURRENCY = 4;

/** Answers what people ask, on the threads that the runs share, ahead of their candidates. */
@Processor(EVALUATIONS_QUEUE, { concurrency: CONCURRENCY })
export class EvaluationProcessor extends WorkerHost {
  private readonly logger = new Logger(EvaluationProcessor.name);

  constructor(
    private readonly engine: EngineHost,
    private readonly markets: EvaluationMarketsStore,
    private readonly sketches: SketchAnswers,
    private readonly tearSheets: TearSheetAnswers,
  ) {
    super();
  }

  /** Refusals are answers; what throws is a fault, which the queue tries once more. */
  async process(job: Job<EvaluationRequest>): Promise<EvaluationReply> {
    try {
      const datasetHash = await this.markets.hashOf(job.data.datasetId);
      const { sketches, tearSheets } = this;
      const answer = await answerEvaluation(this.engine, datasetHash, job.data, { sketches, tearSheets });
      return { ok: true, answer };
    } catch (error) {
      const refusal = error instanceof Refusal ? error : databaseFull(error);
      if (refusal !== null) {
        const { code, message, details } = refusal;
        return { ok: false, refusal: { code, message, details } };
      }
      if (!this.engine.isClosed) this.logger.error(error);
      throw error;
    }
  }
}
