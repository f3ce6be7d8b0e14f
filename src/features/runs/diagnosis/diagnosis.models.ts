import { Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Described } from '../../../platform/graphql/described.ts';
import { VERDICTS, type Verdict } from './diagnose.ts';

export const VerdictEnum = Object.fromEntries(VERDICTS.map((name) => [name, name])) as Readonly<
  Record<Verdict, Verdict>
>;

registerEnumType(VerdictEnum, {
  name: 'RunVerdict',
  description: 'Why a run moves or does not.',
  valuesMap: {
    NOT_STARTED: { description: 'Created and never started.' },
    NO_WORKER: { description: 'It waits, and no process that mines lives.' },
    WAITS_FOR_WORKER: { description: 'Every place of the living workers is taken.' },
    WAITS_FOR_EARLIER_RUN: { description: 'An earlier run of its schedule must end first.' },
    ABOUT_TO_START: { description: 'A worker with room is about to take it up.' },
    MOVING: { description: 'Generations are committed at their usual pace.' },
    SLOWER_THAN_USUAL: {
      description: 'Its owner lives, but the generation under way takes far longer than usual.',
    },
    OWNER_SILENT: { description: "Its owner's lease has expired: killed, frozen or cut off." },
    PAUSING: { description: 'It pauses at the next generation boundary.' },
    CANCELLING: { description: 'It ends at the next generation boundary.' },
    PAUSED: { description: 'It is paused.' },
    OVER: { description: 'Complete, cancelled or failed.' },
  },
});

@ObjectType('RunDiagnosis', { description: 'Why a run is not moving, in words.' })
export class RunDiagnosisModel {
  @Described(() => VerdictEnum, { description: 'The finding.' })
  verdict: Verdict;

  @Described(() => Boolean, { description: 'Whether it moves, or will without anybody doing anything.' })
  moving: boolean;

  @Described(() => String, { description: 'The finding in a sentence.' })
  explanation: string;

  @Described(() => String, { nullable: true, description: 'What to do; null where there is nothing to do.' })
  remedy: string | null;

  @Described(() => String, { nullable: true, description: 'Worker that owns it: host, process, start.' })
  owner: string | null;

  @Described(() => Float, {
    nullable: true,
    description: "Seconds to the end of the owner's lease; negative = expired so long ago.",
  })
  leaseSeconds: number | null;

  @Described(() => Int, {
    description: 'Claims since the last committed generation; at three the run is set aside.',
  })
  barrenClaims: number;

  @Described(() => Float, { nullable: true, description: 'Seconds since the last committed generation.' })
  silentSeconds: number | null;

  @Described(() => Float, { nullable: true, description: 'Median seconds of its last generations.' })
  usualSeconds: number | null;

  @Described(() => Int, { description: 'Waiting runs that come before it.' })
  ahead: number;

  @Described(() => Int, { description: 'Workers heard of in the last 15 seconds.' })
  workersAlive: number;

  @Described(() => Float, { nullable: true, description: "Free bytes on the data folder's disk." })
  freeDiskBytes: number | null;
}

@ObjectType('Worker', { description: 'A process that mines (工作进程), as it was last heard of.' })
export class WorkerModel {
  @Described(() => String, { description: 'Host, process and start: the owner of the runs that it mines.' })
  id: string;

  @Described(() => String, { description: 'Name of its machine.' })
  host: string;

  @Described(() => Int, { description: 'Process id there.' })
  pid: number;

  @Described(() => Int, { description: 'Threads that compute.' })
  threads: number;

  @Described(() => Int, { description: 'Runs that it may mine side by side.' })
  concurrentRuns: number;

  @Described(() => Int, { description: 'Runs that it owns now.' })
  runs: number;

  @Described(() => Boolean, { description: 'Heard of in the last 15 seconds.' })
  alive: boolean;

  @Described(() => Date, { description: 'UTC.' })
  startedAt: Date;

  @Described(() => Date, { description: 'UTC.' })
  seenAt: Date;
}
