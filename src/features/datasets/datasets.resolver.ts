import { Args, ID, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { QualityReport } from '../../compute/panel/import/quality-report.ts';
import { Access } from '../../platform/auth/access.ts';
import {
  type Connection,
  ConnectionArgs,
  connectionRequest,
  connectionType,
  toConnection,
} from '../../platform/paging/connection.ts';
import { DatasetLoaders } from './dataset.loaders.ts';
import { DatasetModel, QualityReportModel, SeriesModel } from './dataset.models.ts';
import { DatasetListArgs } from './dataset-list.args.ts';
import { DatasetsService } from './datasets.service.ts';
import type { DatasetRecord } from './datasets.store.ts';
import type { SeriesRecord } from './series.store.ts';

const DatasetConnection = connectionType('Dataset', DatasetModel);
const SeriesConnection = connectionType('Series', SeriesModel);

@Resolver(() => DatasetModel)
export class DatasetsResolver {
  constructor(
    private readonly datasets: DatasetsService,
    private readonly loaders: DatasetLoaders,
  ) {}

  @Access('viewer')
  @Query(() => DatasetModel, { description: 'One dataset.' })
  dataset(
    @Args('id', { type: () => ID, description: 'Of the dataset.' }) id: string,
  ): Promise<DatasetRecord> {
    return this.datasets.get(id);
  }

  @Access('viewer')
  @Query(() => DatasetConnection, { name: 'datasets', description: 'Datasets, newest first.' })
  async list(@Args() args: DatasetListArgs): Promise<Connection<DatasetRecord>> {
    const page = await this.datasets.list(args.seriesId ?? null, connectionRequest(args));
    return toConnection(page, ({ id }) => [id]);
  }

  @ResolveField(() => QualityReportModel, {
    nullable: true,
    description: 'How good the data is; null where the dataset was deleted meanwhile.',
  })
  qualityReport({ id }: DatasetModel): Promise<QualityReport | null> {
    return this.loaders.qualityReport.load(id);
  }

  @Access('viewer')
  @Query(() => SeriesModel, { description: 'One series.' })
  series(@Args('id', { type: () => ID, description: 'Of the series.' }) id: string): Promise<SeriesRecord> {
    return this.datasets.series(id);
  }

  @Access('viewer')
  @Query(() => SeriesConnection, { description: 'Series of datasets, newest first.' })
  async allSeries(@Args() args: ConnectionArgs): Promise<Connection<SeriesRecord>> {
    return toConnection(await this.datasets.allSeries(connectionRequest(args)), ({ id }) => [id]);
  }
}
