import { Module } from '@nestjs/common';
import { EvaluationsModule } from '../evaluations/evaluations.module.ts';
import { FactorsModule } from '../factors/factors.module.ts';
import { RunsModule } from '../runs/runs.module.ts';
import { TestLooksModule } from '../test-looks/test-looks.module.ts';
import { PermutedIcsService } from './permuted-ics.service.ts';
import { RunFiguresStore } from './run-figures.store.ts';
import { RunSignificance } from './run-significance.service.ts';
import { SeriesTries } from './series-tries.ts';
import { SignificanceController } from './significance.controller.ts';
import { SignificanceResolver, TopFactorSignificanceResolver } from './significance.resolver.ts';
import { Significance } from './significance.service.ts';

@Module({
  imports: [EvaluationsModule, FactorsModule, RunsModule, TestLooksModule],
  controllers: [SignificanceController],
  providers: [
    Significance,
    RunSignificance,
    RunFiguresStore,
    PermutedIcsService,
    SeriesTries,
    SignificanceResolver,
    TopFactorSignificanceResolver,
  ],
})
export class SignificanceModule {}
