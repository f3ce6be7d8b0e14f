import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.ts';
import { requireRoom } from '../../platform/disk/disk-guard.ts';
import { ImportFolder } from '../datasets/import-folder.ts';
import { ImportedValuesService, type KeptValues, type ValuesOrder } from './imported-values.service.ts';
import { ImportedValuesFolder } from './imported-values-folder.ts';
import { receiveFile, type SentFile } from './received-file.ts';

/** Where files of values come from: the import folder, or whoever sends them. */
@Injectable()
export class ValuesFiles {
  constructor(
    private readonly values: ImportedValuesService,
    private readonly imports: ImportFolder,
    private readonly folder: ImportedValuesFolder,
    private readonly config: Config,
  ) {}

  /** @param name relative to the import folder @throws Refusal as `ImportFolder.resolve` and `ImportedValuesService.import` */
  async fromFolder(order: ValuesOrder, name: string): Promise<KeptValues> {
    return this.values.import(order, { path: await this.imports.resolve(name), fileName: name });
  }

  /** @throws Refusal as `receiveFile` and `ImportedValuesService.import`; what is wrong with the order, before a byte is read */
  async sent(order: ValuesOrder, file: SentFile, fileName: string): Promise<KeptValues> {
    await this.values.requireOrder(order);
    await requireRoom(this.config, 'upload', file.length ?? 0);
    const { uploadBytes: limitBytes } = this.config;
    return receiveFile(file, { folder: this.folder.path, limitBytes }, (path) =>
      this.values.import(order, { path, fileName }),
    );
  }
}
