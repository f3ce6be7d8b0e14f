import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '../auth/access.ts';
import { Scrape } from './scrape.service.ts';

@ApiTags('health')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly scrape: Scrape) {}

  @Access('viewer')
  @Get()
  @ApiOperation({
    operationId: 'getMetrics',
    summary: 'For Prometheus: runs, programs, queues, database, event loop',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ type: String })
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { type, body } = await this.scrape.text();
    void reply.header('content-type', type);
    return body;
  }
}
