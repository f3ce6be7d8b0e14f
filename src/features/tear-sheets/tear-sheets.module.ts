import { Module } from '@nestjs/common';
import { EvaluationsModule } from '../evaluations/evaluations.module.ts';
import { FactorsModule } from '../factors/factors.module.ts';
import { LibrariesModule } from '../libraries/libraries.module.ts';
import { KeptTearSheets } from './kept-tear-sheets.service.ts';
import { TearSheetFacts } from './tear-sheet-facts.service.ts';
import { TearSheetsController } from './tear-sheets.controller.ts';
import { TearSheetsResolver } from './tear-sheets.resolver.ts';
import { TearSheets } from './tear-sheets.service.ts';

@Module({
  imports: [EvaluationsModule, FactorsModule, LibrariesModule],
  controllers: [TearSheetsController],
  providers: [TearSheets, KeptTearSheets, TearSheetFacts, TearSheetsResolver],
  exports: [TearSheets],
})
export class TearSheetsModule {}
