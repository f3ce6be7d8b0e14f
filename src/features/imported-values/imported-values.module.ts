import { Module } from '@nestjs/common';
import { DatasetsModule } from '../datasets/datasets.module.ts';
import { ImportedFiles } from './imported-files.service.ts';
import { ImportedNames } from './imported-names.service.ts';
import { ImportedValuesController } from './imported-values.controller.ts';
import { ImportedValuesLoaders } from './imported-values.loaders.ts';
import { ImportedValuesResolver } from './imported-values.resolver.ts';
import { ImportedValuesService } from './imported-values.service.ts';
import { ImportedValuesStore } from './imported-values.store.ts';
import { ImportedValuesFolder } from './imported-values-folder.ts';
import { ValuesFiles } from './values-files.service.ts';

@Module({
  imports: [DatasetsModule],
  controllers: [ImportedValuesController],
  providers: [
    ImportedValuesService,
    ImportedValuesStore,
    ImportedValuesFolder,
    ImportedFiles,
    ImportedNames,
    ImportedValuesLoaders,
    ValuesFiles,
    ImportedValuesResolver,
  ],
  exports: [ImportedValuesService, ImportedNames, ImportedFiles, ImportedValuesLoaders],
})
export class ImportedValuesModule {}
