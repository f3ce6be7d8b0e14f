import { createHash, randomBytes } from 'node:crypto';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { ExperimentTemplateInput } from '../experiments/experiment.settings.ts';
import type { WarmStartInput } from '../runs/warm-start.inputs.ts';
import type { PeriodsTemplate } from './resolve-periods.ts';
import type { SeedPolicy } from './schedule.enums.ts';
import type { CreateScheduleInput } from './schedule.inputs.ts';

/** What every slot makes a run of; kept as JSON in the schedule's row. */
export interface ScheduleTemplate {
  readonly experiment: ExperimentTemplateInput;
  readonly periods: PeriodsTemplate;
  readonly warmStart: WarmStartInput | null;
  readonly seedPolicy: SeedPolicy;
  /** For FIXED. */
  readonly seed: string | null;
  readonly fireWithoutNewDay: boolean;
}

/** @throws Refusal SCHEDULE_INVALID where the parts contradict each other */
export function templateOf(input: CreateScheduleInput): ScheduleTemplate {
  const seedPolicy = input.seedPolicy ?? 'PER_SLOT';
  if ((seedPolicy === 'FIXED') !== (input.seed !== undefined && input.seed !== null)) {
    throw invalid('seed', 'a seed with the policy FIXED, and none with another');
  }
  return {
    experiment: input.experiment ?? {},
    periods: periodsOf(input),
    warmStart: input.warmStart ?? null,
    seedPolicy,
    seed: input.seed ?? null,
    fireWithoutNewDay: input.fireWithoutNewDay ?? false,
  };
}

function periodsOf({ periods, rollingPeriods }: CreateScheduleInput): PeriodsTemplate {
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
