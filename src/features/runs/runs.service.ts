import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { WarmStartProgram } from '../../mining/ports.ts';
import { Config } from '../../platform/config/config.ts';
import { requireRoom } from '../../platform/disk/disk-guard.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import type { Page, PageRequest } from '../../platform/paging/page.ts';
import type { StopConditionsModel } from '../experiments/experiment.settings.ts';
import { mergeStop } from './merge-stop.ts';
import type { CreateRunInput } from './run.inputs.ts';
import { RunCreation } from './run-creation.service.ts';
import { RunLook } from './run-look.service.ts';
import type { RunEventRecord, RunFilter, RunRecord } from './run-record.ts';
import { RunRecordsStore } from './run-records.store.ts';
import { applyVerb, type RunVerb } from './run-transitions.ts';

export const EVENTS_SHOWN = 200;

/** What users do with runs. Every verb may be said twice; what a state forbids is refused with the way out. */
@Injectable()
export class RunsService {
  constructor(
    private readonly records: RunRecordsStore,
    private readonly creation: RunCreation,
    private readonly look: RunLook,
    private readonly config: Config,
  ) {}

  /** @throws Refusal as `RunCreation.create`; DISK_FULL where it is to start */
  async create(input: CreateRunInput): Promise<RunRecord> {
    if (input.start) await this.requireRoom();
    const run = await this.records.get(await this.creation.create(input));
    if (run.storedState === 'QUEUED') await this.look.at(run);
    return run;
  }

  /** Asked before anything is done about a run that is to move. @throws Refusal DISK_FULL */
  requireRoom(): Promise<void> {
    return requireRoom(this.config, 'run');
  }

  /** @throws Refusal NOT_FOUND, RUN_NOT_STARTABLE, DISK_FULL */
  async start(runId: string): Promise<RunRecord> {
    await this.requireRoom();
    return this.obey(runId, 'start');
  }

  /** Takes effect after the generation under way. @throws Refusal NOT_FOUND, CONFLICT */
  pause(runId: string): Promise<RunRecord> {
    return this.obey(runId, 'pause');
  }

  /** @throws Refusal NOT_FOUND, RUN_NOT_RESUMABLE, DISK_FULL */
  async resume(runId: string): Promise<RunRecord> {
    await this.requireRoom();
    return this.obey(runId, 'resume');
  }

  /** Keeps every result. @throws Refusal NOT_FOUND, CONFLICT */
  cancel(runId: string): Promise<RunRecord> {
    return this.obey(runId, 'cancel');
  }

  /**
   * Changes the limits of a run; a completed run goes on when it is resumed.
   * @throws Refusal NOT_FOUND, INVALID_INPUT without any limit, CONFLICT for a run that is over for good
   */
  async extend(runId: string, stop: StopConditionsModel): Promise<RunRecord> {
    await this.records.changeStop(requireUuid(runId, 'runId'), (now, state) => {
      if (state === 'CANCELLED' || state === 'FAILED') throw overForGood(state);
      return mergeStop(now, stop);
    });
    return this.changed(runId);
  }

  get(runId: string): Promise<RunRecord> {
    return this.records.get(requireUuid(runId, 'runId'));
  }

  list(filter: RunFilter, page: PageRequest): Promise<Page<RunRecord>> {
    for (const name of ['datasetId', 'experimentId', 'scheduleId'] as const) {
      if (filter[name]) requireUuid(filter[name], name);
    }
    return this.records.list(filter, page);
  }

  /** What users asked of the run and what became of it, newest first. */
  async events(runId: string): Promise<RunEventRecord[]> {
    return (await this.records.eventsOf([requireUuid(runId, 'runId')], EVENTS_SHOWN))[0]!;
  }

  /** Programs that the run was given when it was created. */
  warmStart(runId: string): Promise<readonly WarmStartProgram[]> {
    return this.records.warmStartOf(requireUuid(runId, 'runId'));
  }

  private async obey(runId: string, verb: RunVerb): Promise<RunRecord> {
    await this.records.changeStanding(
      requireUuid(runId, 'runId'),
      `ASKED_${verb.toUpperCase()}`,
      (standing) => {
        const outcome = applyVerb(standing, verb);
        if (!outcome.ok) throw outcome.error;
        return outcome.value;
      },
    );
    return this.changed(runId);
  }

  private async changed(runId: string): Promise<RunRecord> {
    const run = await this.records.get(runId);
    await this.look.tellChanged(runId);
    if (run.storedState === 'QUEUED') await this.look.at(run);
    return run;
  }
}

function overForGood(state: string): Refusal {
  return new Refusal('CONFLICT', `extend: the run is ${state}`, {
    expected: 'a run that can go on',
    actual: state,
    where: 'run',
    remedy: 'create another run, warm-started from this one',
  });
}
