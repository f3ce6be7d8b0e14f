import { Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { Described } from '../../platform/graphql/described.ts';
import { Json } from '../../platform/graphql/json-scalar.ts';
import {
  ADMISSION_STATES,
  type AdmissionState,
  SKIP_REASONS,
  type SkipReason,
  SLOT_STATES,
  type SlotState,
  VERDICTS,
  type Verdict,
} from './schedule.enums.ts';

@ObjectType('ScheduleSlot', { description: 'One firing time of a schedule and what became of it.' })
export class ScheduleSlotModel {
  @Described(() => Date, { description: 'When it was due, UTC.' })
  slotAt: Date;

  @Described(() => Boolean, { description: 'Triggered by hand.' })
  manual: boolean;

  @Described(() => SLOT_STATES, { description: 'Whether it made a run.' })
  state: SlotState;

  @Described(() => SKIP_REASONS, { nullable: true, description: 'Why it made none.' })
  reason: SkipReason | null;

  @Described(() => String, { nullable: true, description: 'The reason in words, or who triggered it.' })
  detail: string | null;

  @Described(() => ID, { nullable: true, description: 'The run that it made.' })
  runId: string | null;

  @Described(() => String, {
    nullable: true,
    description: 'Last day of the series as the slot saw it, YYYY-MM-DD.',
  })
  lastDay: string | null;

  @Described(() => ADMISSION_STATES, {
    nullable: true,
    description: "How far it is with putting the run's best forward; null where nothing is wanted.",
  })
  admission: AdmissionState | null;

  @Described(() => String, { nullable: true, description: 'What came of that, in words.' })
  admissionDetail: string | null;
}

@ObjectType('SlotCandidate', {
  description: "A factor that a slot's run put forward for the library, and what became of it.",
})
export class SlotCandidateModel {
  @Described(() => Int, { description: 'From 0, best first.' })
  position: number;

  @Described(() => ID, { description: 'The factor.' })
  factorId: string;

  @Described(() => Float, { nullable: true, description: 'The metric by which it was chosen.' })
  value: number | null;

  @Described(() => VERDICTS, { nullable: true, description: 'What became of it; null until it is decided.' })
  verdict: Verdict | null;

  @Described(() => String, { nullable: true, description: 'Why it did not join.' })
  reason: string | null;

  @Described(() => Json, {
    nullable: true,
    description: "The library's checks, each with its limit and value.",
  })
  checks: unknown;

  @Described(() => Date, { nullable: true, description: 'UTC.' })
  decidedAt: Date | null;
}
