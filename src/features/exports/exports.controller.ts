import { Body, Controller, Get, HttpCode, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/auth/access.ts';
import { topFactorsInputOf } from '../factors/factors.queries.ts';
import {
  ExportFactorsQuery,
  ExportIcSeriesQuery,
  ExportLineageQuery,
  ExportTableModel,
  ExportValuesInput,
} from './export.models.ts';
import type { ExportFile } from './export-desk.ts';
import { MEDIA_TYPES } from './export-format.ts';
import { ExportsService } from './exports.service.ts';
import { StoredExports } from './stored-exports.service.ts';
import { ValueExports } from './value-exports.service.ts';

const FILE = { description: 'The file, streamed.', schema: { type: 'string', format: 'binary' } } as const;
const PRODUCES = Object.values(MEDIA_TYPES);

@ApiTags('exports')
@Controller('v1/exports')
export class ExportsController {
  constructor(
    private readonly exports: ExportsService,
    private readonly stored: StoredExports,
    private readonly computed: ValueExports,
  ) {}

  @Access('viewer')
  @Get()
  @ApiOperation({ summary: 'Tables that can be exported, with the types and meanings of their columns' })
  @ApiOkResponse({ type: ExportTableModel, isArray: true })
  tables(): readonly ExportTableModel[] {
    return this.exports.tables();
  }

  @Access('viewer')
  @Get('factors')
  @ApiOperation({ summary: 'Factors with what was measured of them on a period, best first by a metric' })
  @ApiProduces(...PRODUCES)
  @ApiOkResponse(FILE)
  async factors(@Query() query: ExportFactorsQuery): Promise<StreamableFile> {
    const { format = 'csv', limit = null } = query;
    return fileOf(await this.stored.factors(topFactorsInputOf(query), format, limit));
  }

  @Access('viewer')
  @Get('lineage')
  @ApiOperation({ summary: 'Births: parent, mutation, child and the change of fitness' })
  @ApiProduces(...PRODUCES)
  @ApiOkResponse(FILE)
  async lineage(@Query() { runId, format, limit }: ExportLineageQuery): Promise<StreamableFile> {
    return fileOf(await this.stored.lineage(runId ?? null, format ?? 'csv', limit ?? null));
  }

  @Access('viewer')
  @Get('ic-series')
  @ApiOperation({ summary: 'Daily ICs of factors; computed by workers where they are not known yet' })
  @ApiProduces(...PRODUCES)
  @ApiOkResponse(FILE)
  async icSeries(@Query() query: ExportIcSeriesQuery): Promise<StreamableFile> {
    const { format = 'csv', limit = null, factorIds } = query;
    const input = { ...topFactorsInputOf(query), factorIds };
    return fileOf(await this.stored.icSeries(input, format, limit));
  }

  @Access('researcher')
  @Post('values')
  @HttpCode(200)
  @ApiOperation({ summary: 'Daily values of formulas, a row a day and stock; computed by workers' })
  @ApiProduces(...PRODUCES)
  @ApiBody({ type: ExportValuesInput })
  @ApiOkResponse(FILE)
  async values(@Body() input: ExportValuesInput): Promise<StreamableFile> {
    return fileOf(await this.computed.values(input));
  }
}

const fileOf = ({ stream, mediaType, fileName }: ExportFile): StreamableFile =>
  new StreamableFile(stream, { type: mediaType, disposition: `attachment; filename="${fileName}"` });
