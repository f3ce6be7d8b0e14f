import { type DynamicModule, Module } from '@nestjs/common';
import { EvaluationsModule } from './features/evaluations/evaluations.module.ts';
import { ExperimentsModule } from './features/experiments/experiments.module.ts';
import { RunsModule } from './features/runs/runs.module.ts';
import { SchedulesModule } from './features/schedules/schedules.module.ts';
import { ConfigModule } from './platform/config/config.module.ts';
import type { Config } from './platform/config/config.ts';
import { DatabaseModule } from './platform/database/database.module.ts';
import { ApiGraphqlModule } from './platform/graphql/graphql.module.ts';
import { HealthModule } from './platform/health/health.module.ts';
import { QueueModule } from './platform/queue/queue.module.ts';

/** What the service offers, in the order in which a user meets it. */
const FEATURES: NonNullable<DynamicModule['imports']> = [
  ExperimentsModule,
  RunsModule,
  SchedulesModule,
  EvaluationsModule,
];

/** Joins the platform and the features for one configuration. */
@Module({})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule.forRoot(config),
        QueueModule.forRoot(config),
        ApiGraphqlModule.forRoot(),
        HealthModule,
        ...FEATURES,
      ],
    };
  }
}
