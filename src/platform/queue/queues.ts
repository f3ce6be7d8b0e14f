import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Queue } from 'bullmq';

const STATES = ['waiting', 'active', 'delayed', 'failed'] as const;

/** Every queue that a feature has declared, for those who watch them all. */
@Injectable()
export class Queues {
  constructor(private readonly modules: ModulesContainer) {}

  all(): Queue[] {
    const found = new Map<string, Queue>();
    for (const { providers } of this.modules.values()) {
      for (const { instance } of providers.values()) {
        if (instance instanceof Queue) found.set(instance.name, instance);
      }
    }
    return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Jobs by state. */
  counts(): Promise<{ readonly queue: string; readonly counts: Readonly<Record<string, number>> }[]> {
    return Promise.all(
      this.all().map(async (queue) => ({ queue: queue.name, counts: await queue.getJobCounts(...STATES) })),
    );
  }
}
