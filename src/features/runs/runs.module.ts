import { Module } from '@nestjs/common';
import { queue } from '../../platform/queue/queue.module.ts';
import { EvaluationsModule } from '../evaluations/evaluations.module.ts';
import { ExperimentsModule } from '../experiments/experiments.module.ts';
import { FactorsModule } from '../factors/factors.module.ts';
import { ImportedValuesModule } from '../imported-values/imported-values.module.ts';
import { WarmStartModule } from '../warm-start/warm-start.module.ts';
import { BatchController } from './batch/batch.controller.ts';
import { BatchResolver } from './batch/batch.resolver.ts';
import { RunBatches } from './batch/run-batches.service.ts';
import { CloneRun } from './clone-run.service.ts';
import { ComparisonController } from './comparison/comparison.controller.ts';
import { ComparisonResolver } from './comparison/comparison.resolver.ts';
import { ComparisonStore } from './comparison/comparison.store.ts';
import { RunComparison } from './comparison/run-comparison.service.ts';
import { ControlRuns } from './control-runs.service.ts';
import { DiagnosisController } from './diagnosis/diagnosis.controller.ts';
import { DiagnosisResolver } from './diagnosis/diagnosis.resolver.ts';
import { DiagnosisStore } from './diagnosis/diagnosis.store.ts';
import { RunDiagnosis } from './diagnosis/run-diagnosis.service.ts';
import { GenerationsStore } from './generations.store.ts';
import { ChainFigures } from './improvement/chain-figures.service.ts';
import { ImprovementController } from './improvement/improvement.controller.ts';
import { ImprovementResolver } from './improvement/improvement.resolver.ts';
import { ImprovementStore } from './improvement/improvement.store.ts';
import { RunImprovement } from './improvement/run-improvement.service.ts';
import { LibraryFormulasStore } from './library-formulas.store.ts';
import { RunLoaders } from './run.loaders.ts';
import { RunProcessor } from './run.processor.ts';
import { RunCreation } from './run-creation.service.ts';
import { GenerationFieldsResolver, RunFieldsResolver } from './run-fields.resolver.ts';
import { RunHistoryController } from './run-history.controller.ts';
import { RunHistoryService } from './run-history.service.ts';
import { RUNS_QUEUE, RunLook } from './run-look.service.ts';
import { RunMarketsStore } from './run-markets.store.ts';
import { RunProgressLine } from './run-progress-line.ts';
import { RunRecordsStore } from './run-records.store.ts';
import { RunWorkers } from './run-workers.ts';
import { RunsController } from './runs.controller.ts';
import { RunsResolver } from './runs.resolver.ts';
import { RunsService } from './runs.service.ts';
import { UnlikeResolver } from './unlike-resolver.ts';
import { WarmStartStore } from './warm-start.store.ts';
import { WarmStartResolver } from './warm-start-resolver.ts';
import { BirthRunResolver, FactorRunResolver } from './where-runs-hang.resolver.ts';
import { WorkersStore } from './workers.store.ts';

@Module({
  imports: [
    queue(RUNS_QUEUE),
    ExperimentsModule,
    EvaluationsModule,
    FactorsModule,
    ImportedValuesModule,
    WarmStartModule,
  ],
  controllers: [
    BatchController,
    ImprovementController,
    ComparisonController,
    DiagnosisController,
    RunHistoryController,
    RunsController,
  ],
  providers: [
    RunLoaders,
    RunsService,
    RunHistoryService,
    RunCreation,
    ControlRuns,
    CloneRun,
    RunComparison,
    ComparisonStore,
    ComparisonResolver,
    RunDiagnosis,
    DiagnosisStore,
    DiagnosisResolver,
    WorkersStore,
    RunLook,
    RunWorkers,
    RunProcessor,
    RunProgressLine,
    RunsResolver,
    RunFieldsResolver,
    GenerationFieldsResolver,
    FactorRunResolver,
    BirthRunResolver,
    RunRecordsStore,
    RunMarketsStore,
    GenerationsStore,
    WarmStartResolver,
    WarmStartStore,
    UnlikeResolver,
    LibraryFormulasStore,
    RunBatches,
    BatchResolver,
    RunImprovement,
    ChainFigures,
    ImprovementStore,
    ImprovementResolver,
  ],
  exports: [
    CloneRun,
    RunBatches,
    RunImprovement,
    RunComparison,
    RunDiagnosis,
    WorkersStore,
    RunsService,
    RunHistoryService,
    RunLoaders,
    RunLook,
    RunMarketsStore,
    RunRecordsStore,
    UnlikeResolver,
    WarmStartResolver,
  ],
})
export class RunsModule {}
