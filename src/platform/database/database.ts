import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool, PoolClient } from 'pg';
import { PrismaClient } from '../../generated/prisma/client.ts';
import { createPool } from './postgres-pool.ts';
import { SnapshotCache } from './snapshot-cache.ts';
import { withTransaction } from './transaction.ts';

export interface DatabaseOptions {
  readonly databaseUrl: string;
  readonly maximumConnections: number;
  /** Told of idle connections that broke; they are replaced. */
  readonly onIdleError: (error: Error) => void;
}

/** The store's two ways in: raw SQL for bulk rows and keyset pages, Prisma for typed reads and small writes. */
export class Database {
  readonly pool: Pool;
  readonly prisma: PrismaClient;
  /** Answers that are asked for again and again, for as long as nothing was committed. */
  readonly unchanged: SnapshotCache;

  constructor(options: DatabaseOptions) {
    this.pool = createPool(options);
    this.unchanged = new SnapshotCache(this.pool);
    const { databaseUrl, maximumConnections, onIdleError } = options;
    this.prisma = new PrismaClient({
      adapter: new PrismaPg(
        { connectionString: databaseUrl, max: Math.max(2, Math.floor(maximumConnections / 2)) },
        { onPoolError: onIdleError, onConnectionError: onIdleError },
      ),
    });
  }

  /** One transaction on one connection; whatever `work` throws rolls all of it back. */
  transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    return withTransaction(this.pool, work);
  }

  async close(): Promise<void> {
    await Promise.all([this.pool.end(), this.prisma.$disconnect()]);
  }
}
