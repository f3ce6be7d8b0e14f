import { createHash, randomBytes } from 'node:crypto';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { ExperimentTemplateInput } from '../experiments/experiment.settings.ts';
import type { FactorMetric, PeriodRole } from '../factors/factor.enums.ts';
import type { UnlikeInput } from '../runs/unlike.inputs.ts';
import type { WarmStartInput } from '../runs/warm-start.inputs.ts';
import type { PeriodsTemplate } from './resolve-periods.ts';
import type { SeedPolicy } from './schedule.enums.ts';
import type { ScheduleSettingsInput } from './schedule.inputs.ts';
import type { AdmissionStepInput } from './schedule-step.inputs.ts';

/** What follows a slot's run: its best distinct factors are put forward for a library. */
export interface AdmissionStep {
  readonly libraryId: string;
  readonly candidates: number;
  readonly metric: FactorMetric;
  /** Null = validation, or train where there is none. */
  readonly role: PeriodRole | null;
  /** Of the metric's size; null = none. */
  readonly minimumValue: number | null;
  readonly maximumCorrelation: number;
  /** Null = all that pass. */
  readonly maximumAdmissions: number | null;
}

/** What every slot makes a run of; kept as JSON in the schedule's row. */
export interface ScheduleTemplate {
  readonly experiment: ExperimentTemplateInput;
  readonly periods: PeriodsTemplate;
  readonly warmStart: WarmStartInput | null;
  /** Absent from templates that are older than it. */
  readonly unlike?: UnlikeInput | null;
  readonly seedPolicy: SeedPolicy;
  /** For FIXED. */
  readonly seed: string | null;
  readonly fireWithoutNewDay: boolean;
  /** Absent from templates that are older than admissions. */
  readonly admission?: AdmissionStep | null;
}

const DEFAULT_CANDIDATES = 20;
const DEFAULT_CORRELATION = 0.7;

/** @throws Refusal SCHEDULE_INVALID where the parts contradict each other */
export function templateOf(input: ScheduleSettingsInput): ScheduleTemplate {
  return checkSeed({
    experiment: input.experiment ?? {},
    periods: periodsOf(input),
    warmStart: input.warmStart ?? null,
    unlike: unlikeOf(input.unlike),
    seedPolicy: input.seedPolicy ?? 'PER_SLOT',
    seed: input.seed ?? null,
    fireWithoutNewDay: input.fireWithoutNewDay ?? false,
    admission: admissionOf(input.admission),
  });
}

/** What is left out stays; a policy of seeds comes with its seed. @throws Refusal as `templateOf` */
export function changedTemplate(now: ScheduleTemplate, input: ScheduleSettingsInput): ScheduleTemplate {
  const seedPolicy = input.seedPolicy ?? now.seedPolicy;
  const kept = seedPolicy === now.seedPolicy ? now.seed : null;
  return checkSeed({
    experiment: input.experiment ?? now.experiment,
    periods: input.periods || input.rollingPeriods ? periodsOf(input) : now.periods,
    warmStart: input.warmStart === undefined ? now.warmStart : input.warmStart,
    unlike: input.unlike === undefined ? (now.unlike ?? null) : unlikeOf(input.unlike),
    seedPolicy,
    seed: input.seed ?? kept,
    fireWithoutNewDay: input.fireWithoutNewDay ?? now.fireWithoutNewDay,
    admission: input.admission === undefined ? (now.admission ?? null) : admissionOf(input.admission),
  });
}

function checkSeed(template: ScheduleTemplate): ScheduleTemplate {
  if ((template.seedPolicy === 'FIXED') === (template.seed !== null)) return template;
  throw invalid('seed', 'a seed with the policy FIXED, and none with another');
}

function unlikeOf(wish: UnlikeInput | null | undefined): UnlikeInput | null {
  if (!wish) return null;
  if (wish.libraryId || wish.formulas?.length) return wish;
  throw invalid('unlike', 'a library or formulas to keep away from');
}

function admissionOf(step: AdmissionStepInput | null | undefined): AdmissionStep | null {
  if (!step) return null;
  if (step.role === 'test')
    throw invalid('admission.role', 'TRAIN or VALIDATION: choosing by TEST uses it up');
  return {
    libraryId: step.libraryId,
    candidates: step.candidates ?? DEFAULT_CANDIDATES,
    metric: step.metric ?? 'RANK_IC',
    role: step.role ?? null,
    minimumValue: step.minimumValue ?? null,
    maximumCorrelation: step.maximumCorrelation ?? DEFAULT_CORRELATION,
    maximumAdmissions: step.maximumAdmissions ?? null,
  };
}

function periodsOf({ periods, rollingPeriods }: ScheduleSettingsInput): PeriodsTemplate {
  if (periods && !rollingPeriods) {
    const { train, validation, test } = periods;
    return { kind: 'fixed', periods: { train, validation: validation ?? null, test: test ?? null } };
  }
  if (!rollingPeriods || periods) throw invalid('periods', 'exactly one of periods and rollingPeriods');
  const { trainDays, validationDays, testDays } = rollingPeriods;
  return {
    kind: 'rolling',
    rolling: { trainDays: trainDays ?? null, validationDays: validationDays ?? 0, testDays: testDays ?? 0 },
  };
}

/** Seed of a slot's run: by policy fixed, told by schedule and slot, or drawn. */
export function seedOf(template: ScheduleTemplate, scheduleId: string, slot: Date): string {
  switch (template.seedPolicy) {
    case 'FIXED':
      return template.seed!;
    case 'PER_SLOT':
      return createHash('sha256').update(`${scheduleId} ${slot.toISOString()}`).digest('hex').slice(0, 32);
    case 'RANDOM':
      return randomBytes(16).toString('hex');
  }
}

function invalid(where: string, expected: string): Refusal {
  return new Refusal('SCHEDULE_INVALID', `schedule: expected ${expected}`, {
    expected,
    where,
    remedy: `mend ${where}`,
  });
}
