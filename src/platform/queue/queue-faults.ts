import { WorkerHost } from '@nestjs/bullmq';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Queue } from 'bullmq';
import { isConnectionLoss } from '../database/connection-loss.ts';
import { isDiskFull } from '../disk/is-disk-full.ts';

/** Workers try again many times a second: what lasts is told so often. */
const TOLD_EVERY_MS = 30_000;

/**
 * Tells what goes wrong between queues and where they are kept, in one line with what to do: BullMQ itself would print every
 * try with its stack. Nothing is lost by it, as jobs say no more than "look at X".
 */
@Injectable()
export class QueueFaults implements OnApplicationBootstrap {
  private readonly logger = new Logger('queue');
  private readonly toldAt = new Map<string, number>();

  constructor(private readonly modules: ModulesContainer) {}

  onApplicationBootstrap(): void {
    for (const { providers } of this.modules.values()) {
      for (const { instance } of providers.values()) this.watch(instance);
    }
  }

  /** Whatever else of BullMQ a feature makes by itself. */
  readonly tell = (error: unknown): void => {
    const told = `${String(error)}; ${remedyOf(error)}`;
    const now = performance.now();
    if (now - (this.toldAt.get(told) ?? -TOLD_EVERY_MS) < TOLD_EVERY_MS) return;
    if (this.toldAt.size > 100) this.toldAt.clear();
    this.toldAt.set(told, now);
    this.logger.warn(told);
  };

  private watch(instance: unknown): void {
    if (instance instanceof Queue) instance.on('error', this.tell);
    if (instance instanceof WorkerHost) workerOf(instance)?.on('error', this.tell);
  }
}

/** None where processors do not run in this process. */
function workerOf(host: WorkerHost): WorkerHost['worker'] | null {
  try {
    return host.worker;
  } catch {
    return null;
  }
}

function remedyOf(error: unknown): string {
  if (isDiskFull(error)) return 'make room on the disk of the database: it is tried again until then';
  if (isConnectionLoss(error)) return 'see that the database runs: it is tried again until then';
  return 'it is tried again; where it lasts, run `factormine doctor`';
}
