import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { Access } from '../../platform/auth/access.ts';
import type { Page } from '../../platform/paging/page.ts';
import { PageQuery, pageRequest } from '../../platform/paging/page-query.ts';
import {
  CreatePoolInput,
  PoolPage,
  PoolProgramModel,
  PoolQueryInput,
  WarmStartPoolModel,
} from './pool.models.ts';
import type { PoolRecord } from './pools.store.ts';
import { WarmStartPools } from './warm-start-pools.service.ts';

const POOL_ID = { name: 'poolId', description: 'Of the pool' };

@ApiTags('warm-start pools')
@Controller('v1/warm-start-pools')
export class WarmStartPoolsController {
  constructor(private readonly pools: WarmStartPools) {}

  @Access('researcher')
  @Post()
  @ApiOperation({ summary: 'Save a query or a list of programs' })
  @ApiBody({ type: CreatePoolInput })
  @ApiCreatedResponse({ type: WarmStartPoolModel })
  create(@Body() input: CreatePoolInput): Promise<PoolRecord> {
    return this.pools.create(input);
  }

  @Access('viewer')
  @Post('preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'What a query would hand out now, before it is saved' })
  @ApiBody({ type: PoolQueryInput })
  @ApiOkResponse({ type: [PoolProgramModel] })
  preview(@Body() query: PoolQueryInput): Promise<PoolProgramModel[]> {
    return this.pools.preview(query);
  }

  @Access('viewer')
  @Get()
  @ApiOperation({ summary: 'Pools, newest first' })
  @ApiOkResponse({ type: PoolPage })
  list(@Query() query: PageQuery): Promise<Page<PoolRecord>> {
    return this.pools.list(pageRequest(query));
  }

  @Access('viewer')
  @Get(':poolId')
  @ApiOperation({ summary: 'One pool' })
  @ApiParam(POOL_ID)
  @ApiOkResponse({ type: WarmStartPoolModel })
  get(@Param('poolId') poolId: string): Promise<PoolRecord> {
    return this.pools.get(poolId);
  }

  @Access('viewer')
  @Get(':poolId/programs')
  @ApiOperation({ summary: 'What it hands out now: formulas and setup / predict / learn graphs' })
  @ApiParam(POOL_ID)
  @ApiOkResponse({ type: [PoolProgramModel] })
  pull(@Param('poolId') poolId: string): Promise<PoolProgramModel[]> {
    return this.pools.pull(poolId);
  }

  @Access('viewer')
  @Get(':poolId/formulas')
  @Header('content-type', 'text/plain; charset=utf-8')
  @ApiOperation({ summary: 'What it hands out now, one formula a line' })
  @ApiParam(POOL_ID)
  @ApiProduces('text/plain')
  @ApiOkResponse({ type: String })
  async formulas(@Param('poolId') poolId: string): Promise<string> {
    const lines = await this.pools.formulasOf(poolId);
    return lines.map((line) => `${line}\n`).join('');
  }
}
