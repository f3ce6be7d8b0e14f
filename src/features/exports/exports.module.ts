import { Module } from '@nestjs/common';
import { DatasetsModule } from '../datasets/datasets.module.ts';
import { EvaluationsModule } from '../evaluations/evaluations.module.ts';
import { FactorsModule } from '../factors/factors.module.ts';
import { ExportDesk } from './export-desk.ts';
import { ExportFiles } from './export-files.ts';
import { ExportsController } from './exports.controller.ts';
import { ExportsResolver } from './exports.resolver.ts';
import { ExportsService } from './exports.service.ts';
import { FactorExportStore } from './factor-export.store.ts';
import { StoredExports } from './stored-exports.service.ts';
import { ValueExports } from './value-exports.service.ts';
import { ValueSources } from './value-sources.service.ts';

@Module({
  imports: [DatasetsModule, EvaluationsModule, FactorsModule],
  controllers: [ExportsController],
  providers: [
    ExportDesk,
    ExportFiles,
    ExportsResolver,
    ExportsService,
    FactorExportStore,
    StoredExports,
    ValueExports,
    ValueSources,
  ],
  exports: [StoredExports, ValueExports],
})
export class ExportsModule {}
