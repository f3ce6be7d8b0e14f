import { totalmem } from 'node:os';
import { join } from 'node:path';
import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../../platform/config/config.ts';
import { queue } from '../../platform/queue/queue.module.ts';
import { EngineHost } from './engine-host.ts';
import { EvaluationProcessor } from './evaluation.processor.ts';
import { EvaluationMarketsStore } from './evaluation-markets.store.ts';
import { EVALUATIONS_QUEUE, EvaluationRequests } from './evaluation-requests.service.ts';

/** Folder of the data folder that holds the panels, each dataset in one of its own. */
const DATASETS = 'datasets';
/** Share of the machine's memory that panels may take. */
const PANEL_SHARE = 0.5;

const engineOf = (config: Config): EngineHost =>
  new EngineHost({
    threads: config.threads,
    panelBytes: Math.floor(totalmem() * PANEL_SHARE),
    datasetsFolder: join(config.dataFolder, DATASETS),
  });

@Module({
  imports: [queue(EVALUATIONS_QUEUE)],
  providers: [
    { provide: EngineHost, useFactory: engineOf, inject: [Config] },
    EvaluationRequests,
    EvaluationProcessor,
    EvaluationMarketsStore,
  ],
  exports: [EngineHost, EvaluationRequests],
})
export class EvaluationsModule implements OnApplicationShutdown {
  constructor(private readonly engine: EngineHost) {}

  /** After the runs have been handed back and while the queue's workers close. */
  onApplicationShutdown(): Promise<void> {
    return this.engine.close();
  }
}
