import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/auth/access.ts';
import type { ApiKeyRecord } from '../../platform/auth/api-keys.store.ts';
import { Audit, type AuditRecord } from '../../platform/auth/audit.store.ts';
import { ShowsASecret } from '../../platform/auth/idempotent-calls.ts';
import type { Page } from '../../platform/paging/page.ts';
import { pageRequest } from '../../platform/paging/page-query.ts';
import {
  ApiKeyModel,
  AuditEntryPage,
  AuditQuery,
  CreateApiKeyInput,
  NewApiKeyModel,
} from './access.models.ts';
import { ApiKeys } from './api-keys.service.ts';

@ApiTags('access')
@Controller('v1')
export class AccessController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly audit: Audit,
  ) {}

  @Access('admin')
  @ShowsASecret()
  @Post('api-keys')
  @ApiOperation({ summary: 'Make a key; it is shown here and never again' })
  @ApiBody({ type: CreateApiKeyInput })
  @ApiCreatedResponse({ type: NewApiKeyModel })
  create(@Body() input: CreateApiKeyInput): Promise<ApiKeyRecord & { readonly key: string }> {
    return this.keys.create(input);
  }

  @Access('admin')
  @Get('api-keys')
  @ApiOperation({ summary: 'Every key, newest first; never the keys themselves' })
  @ApiOkResponse({ type: [ApiKeyModel] })
  list(): Promise<ApiKeyRecord[]> {
    return this.keys.list();
  }

  @Access('admin')
  @Post('api-keys/:keyId/revoke')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a key back; every process refuses it within a second' })
  @ApiParam({ name: 'keyId', description: 'Of the key' })
  @ApiOkResponse({ type: ApiKeyModel })
  revoke(@Param('keyId') keyId: string): Promise<ApiKeyRecord> {
    return this.keys.revoke(keyId);
  }

  @Access('admin')
  @Get('audit')
  @ApiOperation({ summary: 'Who changed what, newest first' })
  @ApiOkResponse({ type: AuditEntryPage })
  entries(@Query() query: AuditQuery): Promise<Page<AuditRecord>> {
    return this.audit.list(query, pageRequest(query));
  }
}
