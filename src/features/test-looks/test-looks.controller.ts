import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/auth/access.ts';
import type { Page } from '../../platform/paging/page.ts';
import { pageRequest } from '../../platform/paging/page-query.ts';
import { type TestLookModel, TestLookPage, TestLookQuery } from './test-look.models.ts';
import { testLookView } from './test-look-view.ts';
import { TestLooks } from './test-looks.service.ts';

@ApiTags('significance')
@Controller('v1/test-looks')
export class TestLooksController {
  constructor(private readonly looks: TestLooks) {}

  @Access('viewer')
  @Get()
  @ApiOperation({ summary: 'Who looked at test periods, newest first' })
  @ApiOkResponse({ type: TestLookPage })
  async list(@Query() query: TestLookQuery): Promise<Page<TestLookModel>> {
    const page = await this.looks.list(query, pageRequest(query));
    return { ...page, items: page.items.map(testLookView) };
  }
}
