import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import { DatasetRemoval, type DatasetUse } from './dataset-removal.service.ts';
import {
  collectionOrder,
  DeleteDatasetInput,
  deletionOrder,
  UnusedFilesArgs,
} from './housekeeping.inputs.ts';
import { DatasetUseModel, UnusedFilesModel } from './housekeeping.models.ts';
import { type UnusedFiles, UnusedFilesService } from './unused-files.service.ts';

const DATASET = { type: () => ID, description: 'Of the dataset.' } as const;

@Resolver()
export class HousekeepingResolver {
  constructor(
    private readonly removal: DatasetRemoval,
    private readonly unused: UnusedFilesService,
  ) {}

  @Access('operator')
  @Query(() => DatasetUseModel, { description: 'What the deletion of a dataset would take along.' })
  datasetUse(@Args('datasetId', DATASET) datasetId: string): Promise<DatasetUse> {
    return this.removal.preview(datasetId);
  }

  @Access('operator')
  @Mutation(() => DatasetUseModel, {
    description: 'Deletes a dataset with its runs, what was measured on it and its files. Factors stay.',
  })
  deleteDataset(
    @Args('datasetId', DATASET) datasetId: string,
    @Args('input', { description: 'The confirmation.' }) input: DeleteDatasetInput,
  ): Promise<DatasetUse> {
    return this.removal.delete(datasetId, deletionOrder(input));
  }

  @Access('operator')
  @Query(() => [UnusedFilesModel], { description: 'Files to which nothing points any more, largest first.' })
  unusedFiles(@Args() args: UnusedFilesArgs): Promise<UnusedFiles[]> {
    return this.unused.list(collectionOrder(args));
  }

  @Access('operator')
  @Mutation(() => [UnusedFilesModel], { description: 'Removes what `unusedFiles` shows; says what is gone.' })
  removeUnusedFiles(@Args() args: UnusedFilesArgs): Promise<UnusedFiles[]> {
    return this.unused.remove(collectionOrder(args));
  }
}
