import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
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

const DATASET_ID = { name: 'datasetId', description: 'Of the dataset' };

@ApiTags('operations')
@Controller('v1')
export class HousekeepingController {
  constructor(
    private readonly removal: DatasetRemoval,
    private readonly unused: UnusedFilesService,
  ) {}

  @Access('operator')
  @Get('datasets/:datasetId/use')
  @ApiOperation({ summary: 'What the deletion of a dataset would take along' })
  @ApiParam(DATASET_ID)
  @ApiOkResponse({ type: DatasetUseModel })
  use(@Param('datasetId') datasetId: string): Promise<DatasetUse> {
    return this.removal.preview(datasetId);
  }

  @Access('operator')
  @Delete('datasets/:datasetId')
  @ApiOperation({ summary: 'Delete a dataset with its runs, what was measured on it and its files' })
  @ApiParam(DATASET_ID)
  @ApiOkResponse({ type: DatasetUseModel })
  delete(@Param('datasetId') datasetId: string, @Query() input: DeleteDatasetInput): Promise<DatasetUse> {
    return this.removal.delete(datasetId, deletionOrder(input));
  }

  @Access('operator')
  @Get('unused-files')
  @ApiOperation({ summary: 'Files to which nothing points any more, largest first' })
  @ApiOkResponse({ type: UnusedFilesModel, isArray: true })
  list(@Query() query: UnusedFilesArgs): Promise<UnusedFiles[]> {
    return this.unused.list(collectionOrder(query));
  }

  @Access('operator')
  @Delete('unused-files')
  @ApiOperation({ summary: 'Remove files to which nothing points any more; says what is gone' })
  @ApiOkResponse({ type: UnusedFilesModel, isArray: true })
  remove(@Query() query: UnusedFilesArgs): Promise<UnusedFiles[]> {
    return this.unused.remove(collectionOrder(query));
  }
}
