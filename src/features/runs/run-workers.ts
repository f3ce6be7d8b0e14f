import { hostname } from 'node:os';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  Optional,
} from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Config, minesRuns } from '../../platform/config/config.ts';
import { Database } from '../../platform/database/database.ts';
import { lackOfRoom } from '../../platform/disk/disk-guard.ts';
import { EngineHost } from '../evaluations/engine-host.ts';
import { openDesk } from './mining-desk.ts';
import { PostgresRunStore } from './run.store.ts';
import { RunLook } from './run-look.service.ts';
import { RunMiner } from './run-miner.ts';
import { RunReconciler } from './run-reconciler.ts';
import { RunRecordsStore } from './run-records.store.ts';
import { RUN_RESTED, type RunRestedListener } from './run-rested.ts';
import { WorkersStore } from './workers.store.ts';

/** A worker that shows no sign of life for so long has lost its run. */
const LEASE_MS = 10_000;

/** The worker side of runs in one process: mines what the queue hints at, and sees that no run is forgotten. */
@Injectable()
export class RunWorkers implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  readonly miner: RunMiner;
  private readonly reconciler: RunReconciler;
  private readonly stopping = new AbortController();
  private readonly owner = `${hostname()} ${process.pid} ${uuidv7()}`;

  constructor(
    private readonly config: Config,
    database: Database,
    engine: EngineHost,
    records: RunRecordsStore,
    look: RunLook,
    private readonly workers: WorkersStore,
    @Optional() @Inject(RUN_RESTED) rested: RunRestedListener | null,
  ) {
    const store = new PostgresRunStore(database);
    this.miner = new RunMiner(
      {
        store,
        records,
        look,
        openDesk: (claimed) => openDesk({ engine, database, store }, claimed),
        lackOfRoom: () => lackOfRoom(config),
        onRest: (runId) => rested?.rested(runId),
      },
      {
        owner: this.owner,
        leaseMs: LEASE_MS,
        signal: this.stopping.signal,
      },
    );
    this.reconciler = new RunReconciler(records, look, () => this.beat());
  }

  onApplicationBootstrap(): void {
    if (minesRuns(this.config)) this.reconciler.start();
  }

  onModuleDestroy(): void {
    this.reconciler.stop();
    this.stopping.abort(new Error('the process shuts down'));
  }

  /** The database is closed in a later phase: until then runs are handed back. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.miner.idle();
    // A database that is gone needs no word: the silence tells.
    if (minesRuns(this.config)) await this.workers.leave(this.owner).catch(() => undefined);
  }

  private beat(): Promise<void> {
    const { threads, concurrentRuns } = this.config;
    return this.workers.beat({ id: this.owner, host: hostname(), pid: process.pid, threads, concurrentRuns });
  }
}
