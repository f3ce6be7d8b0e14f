import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import {
  type Connection,
  ConnectionArgs,
  connectionRequest,
  toConnection,
} from '../../platform/paging/connection.ts';
import {
  ImportedValuesConnection,
  ImportedValuesModel,
  ImportValuesInput,
  importView,
  ValuesImportModel,
  valuesOrder,
  valuesView,
} from './imported-values.models.ts';
import { ImportedValuesService } from './imported-values.service.ts';
import { ValuesFiles } from './values-files.service.ts';

const NAME = { type: () => String, description: 'Their name, without `imported_`.' };

@Resolver(() => ImportedValuesModel)
export class ImportedValuesResolver {
  constructor(
    private readonly values: ImportedValuesService,
    private readonly files: ValuesFiles,
  ) {}

  @Access('viewer')
  @Query(() => ImportedValuesModel, { description: 'Imported values of a name (外部因子值).' })
  async importedValues(@Args('name', NAME) name: string): Promise<ImportedValuesModel> {
    return valuesView(await this.values.get(name));
  }

  @Access('viewer')
  @Query(() => ImportedValuesConnection, {
    description: 'Values of factors that were made elsewhere, newest first.',
  })
  async allImportedValues(@Args() args: ConnectionArgs): Promise<Connection<ImportedValuesModel>> {
    const page = await this.values.list(connectionRequest(args));
    return toConnection({ ...page, items: page.items.map(valuesView) }, ({ id }) => [id]);
  }

  @Access('operator')
  @Mutation(() => ValuesImportModel, {
    description:
      'Imports values from a file of the import folder; a name that is there is continued by days after its last. Files can be sent by REST.',
  })
  async importValues(
    @Args('input', { description: 'The file, and what it holds.' }) input: ImportValuesInput,
  ): Promise<ValuesImportModel> {
    return importView(await this.files.fromFolder(valuesOrder(input.name, input), input.file));
  }

  @Access('operator')
  @Mutation(() => ImportedValuesModel, {
    description: 'Deletes imported values that no member of a library reads; the name stays taken.',
  })
  async deleteImportedValues(@Args('name', NAME) name: string): Promise<ImportedValuesModel> {
    return valuesView(await this.values.delete(name));
  }
}
