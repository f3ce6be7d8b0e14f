import { Controller, Get, Res } from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OpenToAll } from '../auth/access.ts';
import { Readiness, type ReadinessCheck } from './readiness.ts';

class ReadinessCheckModel {
  @ApiProperty({ enum: ['database', 'migrations', 'queue', 'disk'], description: 'What was looked at.' })
  name: ReadinessCheck['name'];

  @ApiProperty({ description: 'Whether it is as it must be.' })
  ok: boolean;

  @ApiProperty({ description: 'For people.' })
  detail: string;
}

class ReadinessModel {
  @ApiProperty({ enum: ['ok', 'unready'], description: 'unready: at least one check fails.' })
  status: 'ok' | 'unready';

  @ApiProperty({ type: [ReadinessCheckModel], description: 'Each part by itself.' })
  checks: ReadinessCheckModel[];
}

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @OpenToAll()
  @Get('live')
  @ApiOperation({ operationId: 'getLive', summary: 'The process runs and answers.' })
  live(): { status: string } {
    return { status: 'ok' };
  }

  @OpenToAll()
  @Get('ready')
  @ApiOperation({
    operationId: 'getReady',
    summary: 'Database, migrations, queue and disk are as they must be; 503 while one is not.',
  })
  @ApiOkResponse({ type: ReadinessModel })
  @ApiServiceUnavailableResponse({ type: ReadinessModel })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessModel> {
    const checks = await this.readiness.check();
    const ok = checks.every((check) => check.ok);
    if (!ok) void reply.status(503);
    return { status: ok ? 'ok' : 'unready', checks };
  }
}
