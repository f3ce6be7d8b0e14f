import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from './features/access/access.module.ts';
import { DatasetsModule } from './features/datasets/datasets.module.ts';
import { DemoModule } from './features/demo/demo.module.ts';
import { EvaluationsModule } from './features/evaluations/evaluations.module.ts';
import { ExperimentsModule } from './features/experiments/experiments.module.ts';
import { ExportsModule } from './features/exports/exports.module.ts';
import { FactorsModule } from './features/factors/factors.module.ts';
import { HousekeepingModule } from './features/housekeeping/housekeeping.module.ts';
import { ImportedValuesModule } from './features/imported-values/imported-values.module.ts';
import { LanguageModule } from './features/language/language.module.ts';
import { LibrariesModule } from './features/libraries/libraries.module.ts';
import { NavigationModule } from './features/navigation/navigation.module.ts';
import { RetentionModule } from './features/retention/retention.module.ts';
import { RunsModule } from './features/runs/runs.module.ts';
import { SchedulesModule } from './features/schedules/schedules.module.ts';
import { SignificanceModule } from './features/significance/significance.module.ts';
import { TearSheetsModule } from './features/tear-sheets/tear-sheets.module.ts';
import { TestLooksModule } from './features/test-looks/test-looks.module.ts';
import { WarmStartModule } from './features/warm-start/warm-start.module.ts';
import { WebhooksModule } from './features/webhooks/webhooks.module.ts';
import { AuthModule } from './platform/auth/auth.module.ts';
import { ConfigModule } from './platform/config/config.module.ts';
import type { Config } from './platform/config/config.ts';
import { DatabaseModule } from './platform/database/database.module.ts';
import { ApiGraphqlModule } from './platform/graphql/graphql.module.ts';
import { HealthModule } from './platform/health/health.module.ts';
import { MetricsModule } from './platform/metrics/metrics.module.ts';
import { QueueModule } from './platform/queue/queue.module.ts';

/** What the service offers, in the order in which a user meets it. */
const FEATURES: NonNullable<DynamicModule['imports']> = [
  DatasetsModule,
  ImportedValuesModule,
  LanguageModule,
  ExperimentsModule,
  RunsModule,
  SchedulesModule,
  FactorsModule,
  LibrariesModule,
  ExportsModule,
  WarmStartModule,
  EvaluationsModule,
  SignificanceModule,
  AccessModule,
  TearSheetsModule,
  TestLooksModule,
  WebhooksModule,
  HousekeepingModule,
  RetentionModule,
  NavigationModule,
  DemoModule,
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
        AuthModule,
        ApiGraphqlModule.forRoot(config),
        HealthModule,
        MetricsModule,
        ...FEATURES,
      ],
    };
  }
}
