import { Module } from '@nestjs/common';
import { DatasetsModule } from '../datasets/datasets.module.ts';
import { LanguageController } from './language.controller.ts';
import { LanguageResolver } from './language.resolver.ts';
import { LanguageService } from './language.service.ts';

@Module({
  imports: [DatasetsModule],
  controllers: [LanguageController],
  providers: [LanguageService, LanguageResolver],
  exports: [LanguageService],
})
export class LanguageModule {}
