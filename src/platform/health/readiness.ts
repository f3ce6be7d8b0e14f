import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../config/config.ts';
import { Database } from '../database/database.ts';
import { pendingMigrations } from '../database/migrate.ts';
import { MIGRATIONS } from '../database/migrations-folder.ts';
import { lackOfRoom } from '../disk/disk-guard.ts';
import { Queues } from '../queue/queues.ts';

export interface ReadinessCheck {
  readonly name: 'database' | 'migrations' | 'queue' | 'disk';
  readonly ok: boolean;
  /** For people; says no more than a stranger may know. */
  readonly detail: string;
}

const TIMEOUT_MS = 2_000;

/** Whether this process can do what it is asked for. */
@Injectable()
export class Readiness {
  private readonly logger = new Logger('health');

  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
    private readonly config: Config,
  ) {}

  check(): Promise<ReadinessCheck[]> {
    return Promise.all([
      this.one('database', () => this.askDatabase()),
      this.one('migrations', () => this.askMigrations()),
      this.one('queue', () => this.askQueue()),
      this.one('disk', () => this.askDisk()),
    ]);
  }

  private async one(
    name: ReadinessCheck['name'],
    ask: () => Promise<string | null>,
  ): Promise<ReadinessCheck> {
    try {
      const fault = await within(ask());
      return { name, ok: fault === null, detail: fault ?? 'ok' };
    } catch (error) {
      this.logger.warn(
        `not ready: ${name}: ${(error as Error).message}; \`factormine doctor\` says what to do`,
      );
      return { name, ok: false, detail: 'does not answer' };
    }
  }

  private async askDatabase(): Promise<null> {
    await this.database.pool.query({ text: 'SELECT 1', query_timeout: TIMEOUT_MS } as { text: string });
    return null;
  }

  private async askMigrations(): Promise<string | null> {
    const pending = await pendingMigrations(this.database.pool, MIGRATIONS);
    return pending.length === 0 ? null : `${pending.length} not applied`;
  }

  private async askQueue(): Promise<null> {
    await this.queues.all()[0]?.getJobCounts('waiting');
    return null;
  }

  private async askDisk(): Promise<string | null> {
    return (await lackOfRoom(this.config)) === null ? null : 'nearly full';
  }
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
