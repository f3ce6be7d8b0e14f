import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { EvaluationRequests } from '../evaluations/evaluation-requests.service.ts';
import { LibrariesStore } from './libraries.store.ts';

export const LIBRARY_SKETCHES_QUEUE = 'library-sketches';
/** Members that one question to a worker has sketched: a second or two. */
const SKETCHED_AT_A_TIME = 100;

export interface LibrarySketchesJob {
  readonly libraryId: string;
  readonly gridId: number;
}

/** Gives members of libraries the sketches that they lack: those that joined before there were any, or under another engine. */
@Injectable()
export class LibrarySketches {
  constructor(
    @InjectQueue(LIBRARY_SKETCHES_QUEUE) private readonly queue: Queue<LibrarySketchesJob>,
    private readonly store: LibrariesStore,
    private readonly requests: EvaluationRequests,
  ) {}

  /** Has a worker do it in the background; the same wish while one waits is one. */
  async request(libraryId: string, gridId: number): Promise<void> {
    await this.queue.add(
      'sketch',
      { libraryId, gridId },
      {
        jobId: `${libraryId}-${gridId}`,
        attempts: 3,
        backoff: { type: 'exponential', delay: 10_000 },
        removeOnComplete: true,
        removeOnFail: true,
      },
    );
  }

  /** What is kept is not made again, so an interrupted job goes on where it was. @returns how many were given one */
  async fill({ libraryId, gridId }: LibrarySketchesJob): Promise<number> {
    const { rules } = await this.store.get(libraryId);
    const { datasetId, period, definition } = rules;
    let done = 0;
    for (;;) {
      const formulas = await this.store.membersWithoutSketch(libraryId, gridId, SKETCHED_AT_A_TIME);
      if (formulas.length === 0) {
        // Also where nothing was left to do: the process may have died between the last sketches and the word of them.
        await this.store.raiseVersion(libraryId);
        return done;
      }
      const { on } = await this.requests.sketch({ datasetId, period, definition, formulas });
      // Another version of the service may sketch on another grid: this one is of no use any more.
      if (on.gridId !== gridId) return done;
      await this.store.raiseVersion(libraryId);
      done += formulas.length;
    }
  }
}
