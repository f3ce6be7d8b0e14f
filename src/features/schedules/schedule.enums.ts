import { registerEnumType } from '@nestjs/graphql';
import { CATCH_UP_POLICIES } from './due-slots.ts';

export const OVERLAP_POLICIES = { SKIP: 'SKIP', QUEUE: 'QUEUE' } as const;
export type OverlapPolicy = keyof typeof OVERLAP_POLICIES;

export const SEED_POLICIES = { PER_SLOT: 'PER_SLOT', FIXED: 'FIXED', RANDOM: 'RANDOM' } as const;
export type SeedPolicy = keyof typeof SEED_POLICIES;

export const SLOT_STATES = { FIRED: 'FIRED', SKIPPED: 'SKIPPED' } as const;
export type SlotState = keyof typeof SLOT_STATES;

export const SKIP_REASONS = {
  NO_NEW_TRADING_DAY: 'NO_NEW_TRADING_DAY',
  OVERLAP: 'OVERLAP',
  MISSED: 'MISSED',
  SUPERSEDED: 'SUPERSEDED',
  UNRESOLVABLE: 'UNRESOLVABLE',
} as const;
export type SkipReason = keyof typeof SKIP_REASONS;

export const ADMISSION_STATES = {
  WAITING: 'WAITING',
  DONE: 'DONE',
  FAILED: 'FAILED',
  SKIPPED: 'SKIPPED',
} as const;
export type AdmissionState = keyof typeof ADMISSION_STATES;

export const VERDICTS = {
  ADMITTED: 'ADMITTED',
  REJECTED: 'REJECTED',
  MEMBER: 'MEMBER',
  NOT_TRIED: 'NOT_TRIED',
} as const;
export type Verdict = keyof typeof VERDICTS;

registerEnumType(ADMISSION_STATES, {
  name: 'SlotAdmissionState',
  description: "How far a slot is with putting its run's best forward for the library.",
  valuesMap: {
    WAITING: { description: 'The run is not over, or its best are still being measured or decided on.' },
    DONE: { description: 'Every candidate is decided.' },
    FAILED: { description: 'It could not be done; the detail says why.' },
    SKIPPED: { description: 'The run was cancelled, failed, or is gone.' },
  },
});
registerEnumType(VERDICTS, {
  name: 'CandidateVerdict',
  description: "What became of a factor that a slot's run put forward.",
  valuesMap: {
    ADMITTED: { description: 'It joined the library.' },
    REJECTED: { description: 'A rule of the library or a limit of the schedule stood in its way.' },
    MEMBER: { description: 'It was a member already.' },
    NOT_TRIED: { description: 'As many as the schedule allows had joined before its turn came.' },
  },
});
registerEnumType(OVERLAP_POLICIES, {
  name: 'OverlapPolicy',
  description: "What a slot does while the schedule's last run is not over.",
  valuesMap: {
    SKIP: { description: 'The slot is passed over.' },
    QUEUE: { description: 'Its run waits until the earlier one is over.' },
  },
});
registerEnumType(CATCH_UP_POLICIES, {
  name: 'CatchUpPolicy',
  description: 'What becomes of slots that passed while no worker was up.',
  valuesMap: {
    NONE: { description: 'They are passed over.' },
    LATEST: { description: 'The latest of them fires, the others are passed over.' },
  },
});
registerEnumType(SEED_POLICIES, {
  name: 'SeedPolicy',
  description: "Where a slot's seed comes from.",
  valuesMap: {
    PER_SLOT: { description: 'From schedule and slot: different each time, and known beforehand.' },
    FIXED: { description: 'The same each time.' },
    RANDOM: { description: 'Drawn, and stored with the run.' },
  },
});
registerEnumType(SLOT_STATES, {
  name: 'SlotState',
  description: 'Whether a slot made a run.',
  valuesMap: {
    FIRED: { description: 'It made a run.' },
    SKIPPED: { description: 'It made none; the reason says why.' },
  },
});
registerEnumType(SKIP_REASONS, {
  name: 'SkipReason',
  description: 'Why a slot made no run.',
  valuesMap: {
    NO_NEW_TRADING_DAY: { description: 'The series ends where it ended at the last slot that fired.' },
    OVERLAP: { description: 'The run of an earlier slot was not over.' },
    MISSED: { description: 'No worker was up when it was due.' },
    SUPERSEDED: { description: 'No worker was up, and a later slot fired in its stead.' },
    UNRESOLVABLE: { description: 'The template could not be made into a run; the detail says why.' },
  },
});
