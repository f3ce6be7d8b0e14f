import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Access } from '../../platform/auth/access.ts';
import { KeepsItsOwnKeys } from '../../platform/auth/idempotent-calls.ts';
import { TakesUploads, UPLOAD_TYPES, uploadOf } from '../../platform/http/take-uploads.ts';
import type { Page } from '../../platform/paging/page.ts';
import { PageQuery, pageRequest } from '../../platform/paging/page-query.ts';
import {
  ImportedValuesModel,
  ImportedValuesPage,
  ImportValuesInput,
  importView,
  UploadValuesQuery,
  ValuesImportModel,
  valuesOrder,
  valuesView,
} from './imported-values.models.ts';
import { ImportedValuesService } from './imported-values.service.ts';
import { ValuesFiles } from './values-files.service.ts';

const NAME = { name: 'name', description: 'Of the imported values' };

@ApiTags('imported values')
@Controller('v1/imported-values')
export class ImportedValuesController {
  constructor(
    private readonly values: ImportedValuesService,
    private readonly files: ValuesFiles,
  ) {}

  @Access('viewer')
  @Get()
  @ApiOperation({ summary: 'Values of factors that were made elsewhere, newest first' })
  @ApiOkResponse({ type: ImportedValuesPage })
  async list(@Query() query: PageQuery): Promise<Page<ImportedValuesModel>> {
    const { items, nextPageToken } = await this.values.list(pageRequest(query));
    return { items: items.map(valuesView), nextPageToken };
  }

  @Access('viewer')
  @Get(':name')
  @ApiOperation({ summary: 'Imported values of a name' })
  @ApiParam(NAME)
  @ApiOkResponse({ type: ImportedValuesModel })
  async get(@Param('name') name: string): Promise<ImportedValuesModel> {
    return valuesView(await this.values.get(name));
  }

  @Access('operator')
  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Import values from a file of the import folder; a name that is there is continued',
  })
  @ApiBody({ type: ImportValuesInput })
  @ApiOkResponse({ type: ValuesImportModel })
  async import(@Body() input: ImportValuesInput): Promise<ValuesImportModel> {
    return importView(await this.files.fromFolder(valuesOrder(input.name, input), input.file));
  }

  @Access('researcher')
  @KeepsItsOwnKeys()
  @TakesUploads()
  @Post(':name/upload')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Import values from the body: CSV, CSV.gz or Parquet, long or wide; the same file again changes nothing',
  })
  @ApiParam(NAME)
  @ApiConsumes(...UPLOAD_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ type: ValuesImportModel })
  async upload(
    @Param('name') name: string,
    @Query() query: UploadValuesQuery,
    @Req() request: FastifyRequest,
  ): Promise<ValuesImportModel> {
    const length = Number(request.headers['content-length'] ?? Number.NaN);
    const sent = { bytes: uploadOf(request), length: Number.isFinite(length) ? length : null };
    return importView(await this.files.sent(valuesOrder(name, query), sent, query.fileName ?? 'upload'));
  }

  @Access('operator')
  @Delete(':name')
  @ApiOperation({ summary: 'Delete imported values that no member of a library reads; the name stays taken' })
  @ApiParam(NAME)
  @ApiOkResponse({ type: ImportedValuesModel })
  async delete(@Param('name') name: string): Promise<ImportedValuesModel> {
    return valuesView(await this.values.delete(name));
  }
}
