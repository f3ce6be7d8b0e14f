import { Module } from '@nestjs/common';
import { DatasetsModule } from '../datasets/datasets.module.ts';
import { ImportedValuesModule } from '../imported-values/imported-values.module.ts';
import { DialectsController } from './dialects.controller.ts';
import { DialectsResolver } from './dialects.resolver.ts';
import { Dialects } from './dialects.service.ts';
import { LanguageController } from './language.controller.ts';
import { LanguageResolver } from './language.resolver.ts';
import { LanguageService } from './language.service.ts';

@Module({
  imports: [DatasetsModule, ImportedValuesModule],
  controllers: [LanguageController, DialectsController],
  providers: [LanguageService, LanguageResolver, Dialects, DialectsResolver],
  exports: [LanguageService],
})
export class LanguageModule {}
