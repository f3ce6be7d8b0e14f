import { totalmem } from 'node:os';
import { join } from 'node:path';
import { Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { LeafFiles } from '../../compute/reduction/leaf-files.ts';
import { MinuteReductions } from '../../compute/reduction/minute-reductions.ts';
import { Config } from '../../platform/config/config.ts';
import { queue } from '../../platform/queue/queue.module.ts';
import { DatasetsModule } from '../datasets/datasets.module.ts';
import { DatasetsFolder } from '../datasets/datasets-folder.ts';
import { ImportedNames } from '../imported-values/imported-names.service.ts';
import { ImportedValuesModule } from '../imported-values/imported-values.module.ts';
import { SketchesModule } from '../sketches/sketches.module.ts';
import { EngineHost } from './engine-host.ts';
import { EvaluationProcessor } from './evaluation.processor.ts';
import { EvaluationMarketsStore } from './evaluation-markets.store.ts';
import { EVALUATIONS_QUEUE, EvaluationRequests } from './evaluation-requests.service.ts';
import { TearSheetAnswers } from './tear-sheet-answers.ts';
import { TearSheetsStore } from './tear-sheets.store.ts';
import { TrialsStore } from './trials.store.ts';

/** Folder of the data folder that holds daily reductions of minute bars; may be deleted at any time. */
const REDUCTIONS = 'minute-reductions';
/** Folder of the data folder where values of formulas wait for the export that asked for them. */
export const valuesFolderOf = (config: Config): string => join(config.dataFolder, 'exports');
/** Share of the machine's memory that daily reductions of minute bars may take. */
const REDUCTION_SHARE = 0.125;

const megabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);

const engineOf = (config: Config, datasets: DatasetsFolder, imported: ImportedNames): EngineHost => {
  const logger = new Logger(EngineHost.name);
  return new EngineHost({
    threads: config.threads,
    panelBytes: config.panelBytes,
    datasetsFolder: datasets.path,
    valuesFolder: valuesFolderOf(config),
    imported,
    reductions: new MinuteReductions(
      new LeafFiles(join(config.dataFolder, REDUCTIONS), config.minuteCacheBytes),
      Math.floor(totalmem() * REDUCTION_SHARE),
    ),
    onLoaded: ({ datasetHash, arrayBytes, searchBytes }) =>
      logger.log(
        `dataset ${datasetHash} in memory: ${megabytes(arrayBytes)} MB, and up to ${megabytes(searchBytes)} MB for the search`,
      ),
  });
};

@Module({
  imports: [queue(EVALUATIONS_QUEUE), DatasetsModule, ImportedValuesModule, SketchesModule],
  providers: [
    { provide: EngineHost, useFactory: engineOf, inject: [Config, DatasetsFolder, ImportedNames] },
    EvaluationRequests,
    EvaluationProcessor,
    EvaluationMarketsStore,
    TrialsStore,
    TearSheetAnswers,
    TearSheetsStore,
  ],
  exports: [EngineHost, EvaluationRequests, TrialsStore, TearSheetsStore],
})
export class EvaluationsModule implements OnApplicationShutdown {
  constructor(private readonly engine: EngineHost) {}

  /** After the runs have been handed back and while the queue's workers close. */
  onApplicationShutdown(): Promise<void> {
    return this.engine.close();
  }
}
