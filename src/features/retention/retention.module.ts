import { Module } from '@nestjs/common';
import { RunsModule } from '../runs/runs.module.ts';
import { DigestsStore } from './digests.store.ts';
import { PruningStore } from './pruning.store.ts';
import { RetentionController } from './retention.controller.ts';
import { RetentionResolver } from './retention.resolver.ts';
import { RetentionService } from './retention.service.ts';
import { RetentionSettingsStore } from './retention-settings.store.ts';
import { RetentionWorkers } from './retention-workers.ts';
import { VerificationService } from './verification.service.ts';

@Module({
  imports: [RunsModule],
  controllers: [RetentionController],
  providers: [
    DigestsStore,
    PruningStore,
    RetentionService,
    RetentionSettingsStore,
    RetentionWorkers,
    VerificationService,
    RetentionResolver,
  ],
  exports: [RetentionService],
})
export class RetentionModule {}
