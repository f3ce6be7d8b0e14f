import { Controller, Get, Logger } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refusal } from '../../core/outcome/refusal.ts';
import { OpenToAll } from '../auth/access.ts';
import { Database } from '../database/database.ts';

const TIMEOUT_MS = 2_000;

@ApiTags('health')
@Controller('health')
export class HealthController {
  private readonly logger = new Logger('health');

  constructor(private readonly database: Database) {}

  @OpenToAll()
  @Get('live')
  @ApiOperation({ operationId: 'getLive', summary: 'The process runs and answers.' })
  live(): { status: string } {
    return { status: 'ok' };
  }

  @OpenToAll()
  @Get('ready')
  @ApiOperation({ operationId: 'getReady', summary: 'The database answers too; 503 while it does not.' })
  async ready(): Promise<{ status: string }> {
    try {
      await this.database.pool.query({ text: 'SELECT 1', query_timeout: TIMEOUT_MS } as { text: string });
      return { status: 'ok' };
    } catch (error) {
      this.logger.warn(`not ready: ${(error as Error).message}`);
      throw new Refusal('UNAVAILABLE', 'the database cannot be reached', { remedy: 'try again in a moment' });
    }
  }
}
