import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { QualityReport } from '../../compute/panel/import/quality-report.ts';
import { Access } from '../../platform/auth/access.ts';
import { pageType } from '../../platform/paging/connection.ts';
import type { Page } from '../../platform/paging/page.ts';
import { PageQuery, pageRequest } from '../../platform/paging/page-query.ts';
import { DatasetModel, QualityReportModel, SeriesModel } from './dataset.models.ts';
import { DatasetListQuery } from './dataset-list.args.ts';
import { DatasetsService } from './datasets.service.ts';
import type { DatasetRecord } from './datasets.store.ts';
import type { SeriesRecord } from './series.store.ts';

const DatasetPage = pageType('Dataset', DatasetModel);
const SeriesPage = pageType('Series', SeriesModel);
const DATASET_ID = { name: 'datasetId', description: 'Of the dataset' };

@ApiTags('datasets')
@Controller('v1')
export class DatasetsController {
  constructor(private readonly datasets: DatasetsService) {}

  @Access('viewer')
  @Get('datasets')
  @ApiOperation({ summary: 'Datasets, newest first' })
  @ApiOkResponse({ type: DatasetPage })
  list(@Query() query: DatasetListQuery): Promise<Page<DatasetRecord>> {
    return this.datasets.list(query.seriesId ?? null, pageRequest(query));
  }

  @Access('viewer')
  @Get('datasets/:datasetId')
  @ApiOperation({ summary: 'One dataset' })
  @ApiParam(DATASET_ID)
  @ApiOkResponse({ type: DatasetModel })
  get(@Param('datasetId') datasetId: string): Promise<DatasetRecord> {
    return this.datasets.get(datasetId);
  }

  @Access('viewer')
  @Get('datasets/:datasetId/quality')
  @ApiOperation({ summary: 'How good the data is, as seen when it was imported' })
  @ApiParam(DATASET_ID)
  @ApiOkResponse({ type: QualityReportModel })
  quality(@Param('datasetId') datasetId: string): Promise<QualityReport> {
    return this.datasets.qualityReport(datasetId);
  }

  @Access('viewer')
  @Get('series')
  @ApiOperation({ summary: 'Series of datasets, newest first' })
  @ApiOkResponse({ type: SeriesPage })
  allSeries(@Query() query: PageQuery): Promise<Page<SeriesRecord>> {
    return this.datasets.allSeries(pageRequest(query));
  }

  @Access('viewer')
  @Get('series/:seriesId')
  @ApiOperation({ summary: 'One series' })
  @ApiParam({ name: 'seriesId', description: 'Of the series' })
  @ApiOkResponse({ type: SeriesModel })
  series(@Param('seriesId') seriesId: string): Promise<SeriesRecord> {
    return this.datasets.series(seriesId);
  }
}
