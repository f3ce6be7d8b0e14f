import { Logger } from '@nestjs/common';
import { type ConnectionOptions, createPostgresBackend, setDefaultBackendFactory } from 'bullmq';
import type pg from 'pg';
import { type Config, databaseUrlOf } from '../config/config.ts';
import { createPool } from '../database/postgres-pool.ts';
import { QUEUE_SCHEMA } from './queue-schema.ts';

const MAXIMUM_CONNECTIONS = 16;

function parseRedisUrl(url: string): ConnectionOptions {
  const { hostname, port, username, password, pathname, protocol } = new URL(url);
  return {
    host: hostname,
    port: Number(port) || 6379,
    username: decodeURIComponent(username) || undefined,
    password: decodeURIComponent(password) || undefined,
    db: Number(pathname.slice(1)) || 0,
    tls: protocol === 'rediss:' ? {} : undefined,
    // Workers block on Redis for longer than any number of retries would allow.
    maxRetriesPerRequest: null,
  };
}

/** Where BullMQ keeps its jobs. On Postgres all queues and workers share one pool, which is closed here. */
export class QueueConnection {
  readonly options: ConnectionOptions;
  private readonly pool: pg.Pool | null;

  constructor(config: Config) {
    const logger = new Logger('queue');
    if (config.redisUrl !== null) {
      setDefaultBackendFactory();
      this.pool = null;
      this.options = parseRedisUrl(config.redisUrl);
      return;
    }
    setDefaultBackendFactory(createPostgresBackend);
    this.pool = createPool({
      databaseUrl: withSearchPath(databaseUrlOf(config)),
      maximumConnections: MAXIMUM_CONNECTIONS,
      onIdleError: (error) => logger.warn(`a connection to the database broke: ${error.message}`),
    });
    // Every queue and worker listens to the pool they share: that is no leak.
    this.pool.setMaxListeners(0);
    // BullMQ takes a pool on this backend, but its types name Redis alone.
    this.options = this.pool as unknown as ConnectionOptions;
  }

  /** To be called after the queues and workers have closed. */
  async close(): Promise<void> {
    await this.pool?.end();
  }
}

/** BullMQ names its tables without a schema when it is handed a pool. */
function withSearchPath(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `-c search_path=${QUEUE_SCHEMA}`);
  return url.href;
}
