import { Args, ID, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import {
  type Connection,
  ConnectionArgs,
  connectionRequest,
  connectionType,
  toConnection,
} from '../../platform/paging/connection.ts';
import { CreateImportInput } from './import.inputs.ts';
import { BadRowReportModel, ImportModel } from './import.models.ts';
import { importOrder } from './import-order.ts';
import { badRowView } from './import-views.ts';
import { ImportWatch } from './import-watch.ts';
import { ImportsService } from './imports.service.ts';
import type { ImportRecord } from './imports.store.ts';

const ImportConnection = connectionType('Import', ImportModel);
const IMPORT_ID = { type: () => ID, description: 'Of the import.' };

@Resolver(() => ImportModel)
export class ImportsResolver {
  constructor(
    private readonly imports: ImportsService,
    private readonly watching: ImportWatch,
  ) {}

  @Access('operator')
  @Mutation(() => ImportModel, {
    description: 'Queues an import of files of the import folder. The same content gives the same dataset.',
  })
  createImport(
    @Args('input', { description: 'What to import.' }) input: CreateImportInput,
  ): Promise<ImportRecord> {
    return this.imports.create(importOrder(input), input.idempotencyKey ?? null);
  }

  @Access('viewer')
  @Query(() => ImportModel, { name: 'import', description: 'One import.' })
  one(@Args('id', IMPORT_ID) id: string): Promise<ImportRecord> {
    return this.imports.get(id);
  }

  @Access('viewer')
  @Query(() => ImportConnection, { name: 'imports', description: 'Imports, newest first.' })
  async list(@Args() args: ConnectionArgs): Promise<Connection<ImportRecord>> {
    return toConnection(await this.imports.list(connectionRequest(args)), ({ id }) => [id]);
  }

  @Access('viewer')
  @Query(() => BadRowReportModel, { description: 'What was wrong with the rows of an import.' })
  async badRows(@Args('importId', IMPORT_ID) importId: string): Promise<BadRowReportModel> {
    return badRowView(await this.imports.badRows(importId));
  }

  @Access('viewer')
  @Subscription(() => ImportModel, {
    name: 'importProgress',
    description: 'The present state, then each change, until the import is over.',
    resolve: (record: ImportRecord) => record,
  })
  watch(@Args('importId', IMPORT_ID) importId: string): Promise<AsyncGenerator<ImportRecord>> {
    return this.watching.watch(importId);
  }
}
