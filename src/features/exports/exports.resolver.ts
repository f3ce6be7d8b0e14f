import { Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import { ExportTableModel } from './export.models.ts';
import { ExportsService } from './exports.service.ts';

@Resolver()
export class ExportsResolver {
  constructor(private readonly exports: ExportsService) {}

  @Access('viewer')
  @Query(() => [ExportTableModel], {
    description:
      'Tables that can be exported (导出) as CSV, NDJSON, Arrow or Parquet, with the types of their columns.',
  })
  exportTables(): readonly ExportTableModel[] {
    return this.exports.tables();
  }
}
