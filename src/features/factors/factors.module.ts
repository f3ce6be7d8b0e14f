import { Module } from '@nestjs/common';
import { queue } from '../../platform/queue/queue.module.ts';
import { EvaluationsModule } from '../evaluations/evaluations.module.ts';
import { ImportedValuesModule } from '../imported-values/imported-values.module.ts';
import { RUN_RESTED } from '../runs/run-rested.ts';
import { TestLooksModule } from '../test-looks/test-looks.module.ts';
import { DistinctBySketches } from './distinct-by-sketches.service.ts';
import { DistinctTopFactors } from './distinct-top-factors.service.ts';
import { FactorLoaders } from './factor.loaders.ts';
import {
  BirthFieldsResolver,
  EvaluationFieldsResolver,
  FactorFieldsResolver,
  IndividualFactorResolver,
} from './factor-fields.resolver.ts';
import { FactorPrograms } from './factor-programs.service.ts';
import { FactorQueriesStore } from './factor-queries.store.ts';
import { FactorStatisticsService } from './factor-statistics.service.ts';
import { FactorsController } from './factors.controller.ts';
import { FactorsResolver } from './factors.resolver.ts';
import { FactorsService } from './factors.service.ts';
import { Formulas } from './formulas.service.ts';
import {
  FactorImportedValuesResolver,
  ImportedValuesFactorResolver,
} from './imported-values-fields.resolver.ts';
import { KeptFormulas } from './kept-formulas.service.ts';
import { KeptStatisticsStore } from './kept-statistics.store.ts';
import { LineageStore } from './lineage.store.ts';
import { MeasurementFactsStore } from './measurement-facts.store.ts';
import { Measurements } from './measurements.service.ts';
import { RunTopController } from './run-top.controller.ts';
import { RunTopProcessor } from './run-top.processor.ts';
import { RUN_TOP_QUEUE, RunTopEvaluations } from './run-top.service.ts';
import { ShownPages } from './shown-pages.ts';
import { TopFactors } from './top-factors.service.ts';
import { TopFactorsStore } from './top-factors.store.ts';

const STORES = [
  FactorQueriesStore,
  TopFactorsStore,
  KeptStatisticsStore,
  LineageStore,
  MeasurementFactsStore,
];
const RESOLVERS = [
  FactorsResolver,
  FactorFieldsResolver,
  BirthFieldsResolver,
  EvaluationFieldsResolver,
  IndividualFactorResolver,
  ImportedValuesFactorResolver,
  FactorImportedValuesResolver,
];

@Module({
  imports: [queue(RUN_TOP_QUEUE), EvaluationsModule, ImportedValuesModule, TestLooksModule],
  controllers: [FactorsController, RunTopController],
  providers: [
    ...STORES,
    ...RESOLVERS,
    FactorLoaders,
    FactorPrograms,
    FactorStatisticsService,
    FactorsService,
    Formulas,
    KeptFormulas,
    Measurements,
    TopFactors,
    ShownPages,
    DistinctTopFactors,
    DistinctBySketches,
    RunTopEvaluations,
    RunTopProcessor,
    { provide: RUN_RESTED, useExisting: RunTopEvaluations },
  ],
  exports: [
    FactorLoaders,
    FactorPrograms,
    FactorQueriesStore,
    FactorStatisticsService,
    KeptFormulas,
    LineageStore,
    Measurements,
    TopFactors,
    DistinctTopFactors,
    RunTopEvaluations,
    RUN_RESTED,
  ],
})
export class FactorsModule {}
