import { Module } from '@nestjs/common';
import { DatasetsModule } from '../datasets/datasets.module.ts';
import { RunsModule } from '../runs/runs.module.ts';
import { DemoService } from './demo.service.ts';
import { DemoStore } from './demo.store.ts';

@Module({
  imports: [DatasetsModule, RunsModule],
  providers: [DemoService, DemoStore],
  exports: [DemoService],
})
export class DemoModule {}
