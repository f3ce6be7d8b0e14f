import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { Access } from '../../platform/auth/access.ts';
import { KeepsItsOwnKeys } from '../../platform/auth/idempotent-calls.ts';
import { pageType } from '../../platform/paging/connection.ts';
import type { Page } from '../../platform/paging/page.ts';
import { PageQuery, pageRequest } from '../../platform/paging/page-query.ts';
import { CreateImportInput } from './import.inputs.ts';
import { BadRowReportModel, ImportModel } from './import.models.ts';
import { importOrder } from './import-order.ts';
import { badRowView } from './import-views.ts';
import { ImportsService } from './imports.service.ts';
import type { ImportRecord } from './imports.store.ts';

const ImportPage = pageType('Import', ImportModel);
const IMPORT_ID = { name: 'importId', description: 'Of the import' };

@ApiTags('datasets')
@Controller('v1/imports')
export class ImportsController {
  constructor(private readonly imports: ImportsService) {}

  @Access('operator')
  @KeepsItsOwnKeys()
  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Queue an import of files of the import folder; poll it for its progress' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'The same key gives the same import' })
  @ApiBody({ type: CreateImportInput })
  @ApiAcceptedResponse({ type: ImportModel })
  create(
    @Body() input: CreateImportInput,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<ImportRecord> {
    return this.imports.create(importOrder(input), input.idempotencyKey ?? idempotencyKey ?? null);
  }

  @Access('viewer')
  @Get()
  @ApiOperation({ summary: 'Imports, newest first' })
  @ApiOkResponse({ type: ImportPage })
  list(@Query() query: PageQuery): Promise<Page<ImportRecord>> {
    return this.imports.list(pageRequest(query));
  }

  @Access('viewer')
  @Get(':importId')
  @ApiOperation({ summary: 'One import, with its progress' })
  @ApiParam(IMPORT_ID)
  @ApiOkResponse({ type: ImportModel })
  get(@Param('importId') importId: string): Promise<ImportRecord> {
    return this.imports.get(importId);
  }

  @Access('viewer')
  @Get(':importId/bad-rows')
  @ApiOperation({ summary: 'What was wrong with its rows: the first 1,000, and the counts of all' })
  @ApiParam(IMPORT_ID)
  @ApiOkResponse({ type: BadRowReportModel })
  async badRows(@Param('importId') importId: string): Promise<BadRowReportModel> {
    return badRowView(await this.imports.badRows(importId));
  }
}
