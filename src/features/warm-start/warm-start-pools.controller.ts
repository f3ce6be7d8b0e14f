import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProperty,
  ApiTags,
} from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { Access } from '../../platform/auth/access.ts';
import type { Page } from '../../platform/paging/page.ts';
import { PageQuery, pageRequest } from '../../platform/paging/page-query.ts';
import { CreatePoolInput, UpdatePoolInput } from './pool.inputs.ts';
import { PoolPage, PoolScheduleUseModel, PoolUsePage, WarmStartPoolModel } from './pool.models.ts';
import type { PoolScheduleUse, PoolUse } from './pool-uses.store.ts';
import type { PoolRecord } from './pools.store.ts';
import { WarmStartPools } from './warm-start-pools.service.ts';

const POOL_ID = { name: 'poolId', description: 'Of the pool' };

class SnapshotBody {
  @ApiProperty({ description: 'Of the list that is made; unique.', maxLength: 200 })
  @IsString()
  @MaxLength(200)
  name: string;
}

@ApiTags('warm-start pools')
@Controller('v1/warm-start-pools')
export class WarmStartPoolsController {
  constructor(private readonly pools: WarmStartPools) {}

  @Post()
  @Access('researcher')
  @ApiOperation({ summary: 'Save a query, sources with quotas, or a list of programs' })
  @ApiBody({ type: CreatePoolInput })
  @ApiCreatedResponse({ type: WarmStartPoolModel })
  create(@Body() input: CreatePoolInput): Promise<PoolRecord> {
    return this.pools.create(input);
  }

  @Get()
  @Access('viewer')
  @ApiOperation({ summary: 'Pools, newest first' })
  @ApiOkResponse({ type: PoolPage })
  list(@Query() query: PageQuery): Promise<Page<PoolRecord>> {
    return this.pools.list(pageRequest(query));
  }

  @Get(':poolId')
  @Access('viewer')
  @ApiOperation({ summary: 'One pool' })
  @ApiParam(POOL_ID)
  @ApiOkResponse({ type: WarmStartPoolModel })
  get(@Param('poolId') poolId: string): Promise<PoolRecord> {
    return this.pools.get(poolId);
  }

  @Patch(':poolId')
  @Access('researcher')
  @ApiOperation({ summary: 'Change its name, what it asks for, or take programs out of a list' })
  @ApiParam(POOL_ID)
  @ApiBody({ type: UpdatePoolInput })
  @ApiOkResponse({ type: WarmStartPoolModel })
  update(@Param('poolId') poolId: string, @Body() input: UpdatePoolInput): Promise<PoolRecord> {
    return this.pools.update(poolId, input);
  }

  @Delete(':poolId')
  @Access('operator')
  @ApiOperation({ summary: 'Delete it; what runs took from it stays with them' })
  @ApiParam(POOL_ID)
  @ApiOkResponse({ type: WarmStartPoolModel })
  delete(@Param('poolId') poolId: string): Promise<PoolRecord> {
    return this.pools.delete(poolId);
  }

  @Post(':poolId/snapshot')
  @Access('researcher')
  @ApiOperation({ summary: 'A list of what it hands out now, which no later night changes' })
  @ApiParam(POOL_ID)
  @ApiBody({ type: SnapshotBody })
  @ApiCreatedResponse({ type: WarmStartPoolModel })
  snapshot(@Param('poolId') poolId: string, @Body() { name }: SnapshotBody): Promise<PoolRecord> {
    return this.pools.snapshot(poolId, name);
  }

  @Get(':poolId/runs')
  @Access('viewer')
  @ApiOperation({ summary: 'Runs that started from it, newest first' })
  @ApiParam(POOL_ID)
  @ApiOkResponse({ type: PoolUsePage })
  runs(@Param('poolId') poolId: string, @Query() query: PageQuery): Promise<Page<PoolUse>> {
    return this.pools.runs(poolId, pageRequest(query));
  }

  @Get(':poolId/schedules')
  @Access('viewer')
  @HttpCode(200)
  @ApiOperation({ summary: 'Schedules whose runs start from it' })
  @ApiParam(POOL_ID)
  @ApiOkResponse({ type: [PoolScheduleUseModel] })
  schedules(@Param('poolId') poolId: string): Promise<PoolScheduleUse[]> {
    return this.pools.schedules(poolId);
  }
}
