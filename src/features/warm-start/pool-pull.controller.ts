import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiProperty,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { Access } from '../../platform/auth/access.ts';
import { createValidationPipe } from '../../platform/http/validation.ts';
import { PoolQueryInput, PoolSourcesInput } from './pool.inputs.ts';
import { PoolContentsModel, PoolProgramModel } from './pool.models.ts';
import { PoolContents } from './pool-contents.service.ts';
import { CONTENT_TYPES, POOL_FORMATS, type PoolFormat, poolFormat } from './pool-format.ts';
import { linesOf } from './pool-uploads.service.ts';
import { PushFormulasInput } from './push.inputs.ts';
import { PushResultModel } from './push.models.ts';
import { WarmStartPools } from './warm-start-pools.service.ts';

const POOL_ID = { name: 'poolId', description: 'Of the pool' };
const validation = createValidationPipe();

class PullQuery {
  @ApiProperty({
    description: 'Instead of the header Accept: json, formulas (one a line) or ndjson (a program a line).',
    required: false,
    enum: POOL_FORMATS,
  })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  format?: string;
}

class PushQuery {
  @ApiProperty({ description: 'Of a plain text: all or nothing.', required: false, enum: ['true', 'false'] })
  @IsOptional()
  @IsIn(['true', 'false'])
  atomic?: string;

  @ApiProperty({ description: 'Of a plain text: market whose fields it uses.', required: false })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  datasetId?: string;
}

/** Programs of pools going out, and formulas coming in. */
@ApiTags('warm-start pools')
@Controller('v1/warm-start-pools')
export class PoolPullController {
  constructor(
    private readonly pools: WarmStartPools,
    private readonly contents: PoolContents,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @Access('viewer')
  @ApiOperation({ summary: 'What a query would hand out now, before it is saved' })
  @ApiBody({ type: PoolQueryInput })
  @ApiOkResponse({ type: [PoolProgramModel] })
  async preview(@Body() query: PoolQueryInput): Promise<PoolProgramModel[]> {
    return (await this.contents.pull(await this.contents.ask(query))).programs;
  }

  @Post('preview-sources')
  @HttpCode(200)
  @Access('viewer')
  @ApiOperation({ summary: 'What sources would hand out now, and what of each would be left out' })
  @ApiBody({ type: PoolSourcesInput })
  @ApiOkResponse({ type: PoolContentsModel })
  async previewSources(@Body() sources: PoolSourcesInput): Promise<PoolContentsModel> {
    return this.contents.pull(await this.contents.ask(sources));
  }

  @Get(':poolId/programs')
  @Access('viewer')
  @ApiOperation({ summary: 'What it hands out now: JSON with graphs, formulas, or a JSON program a line' })
  @ApiParam(POOL_ID)
  @ApiProduces('application/json', 'text/plain', 'application/x-ndjson')
  @ApiOkResponse({ type: [PoolProgramModel] })
  async pull(
    @Param('poolId') poolId: string,
    @Query() { format }: PullQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.written(poolId, poolFormat(format, accept), reply);
  }

  @Get(':poolId/formulas')
  @Access('viewer')
  @ApiOperation({ summary: 'What it hands out now, one formula a line' })
  @ApiParam(POOL_ID)
  @ApiProduces('text/plain')
  @ApiOkResponse({ type: String })
  formulas(
    @Param('poolId') poolId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.written(poolId, 'formulas', reply);
  }

  @Get(':poolId/contents')
  @Access('viewer')
  @ApiOperation({ summary: 'What it hands out now, and what of each source was left out' })
  @ApiParam(POOL_ID)
  @ApiOkResponse({ type: PoolContentsModel })
  async whole(@Param('poolId') poolId: string): Promise<PoolContentsModel> {
    return this.contents.pull(await this.contents.of(poolId));
  }

  @Post(':poolId/formulas')
  @HttpCode(200)
  @Access('researcher')
  @ApiOperation({
    summary: 'Upload formulas to a list: a plain text of lines, or JSON; answered line by line',
  })
  @ApiParam(POOL_ID)
  @ApiConsumes('text/plain', 'application/json')
  @ApiExtraModels(PushFormulasInput)
  @ApiBody({ schema: { oneOf: [{ type: 'string' }, { $ref: getSchemaPath(PushFormulasInput) }] } })
  @ApiOkResponse({ type: PushResultModel })
  async push(
    @Param('poolId') poolId: string,
    @Query() { atomic, datasetId }: PushQuery,
    @Body() body: string | PushFormulasInput,
  ): Promise<PushResultModel> {
    if (typeof body === 'string') {
      const so = datasetId ? { datasetId } : {};
      return this.pools.push(poolId, { formulas: linesOf(body), atomic: atomic === 'true', ...so });
    }
    const input = await validation.transform(body ?? {}, { type: 'body', metatype: PushFormulasInput });
    return this.pools.push(poolId, input);
  }

  private async written(poolId: string, format: PoolFormat, reply: FastifyReply): Promise<string> {
    const pool = await this.contents.of(poolId);
    reply.header('content-type', CONTENT_TYPES[format]).header('vary', 'accept');
    if (format === 'formulas') return pool.programs.map(({ formula }) => `${formula}\n`).join('');
    const { programs } = await this.contents.pull(pool);
    if (format === 'ndjson') return programs.map((program) => `${JSON.stringify(program)}\n`).join('');
    return JSON.stringify(programs);
  }
}
