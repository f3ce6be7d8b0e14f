import { Refusal } from '../outcome/refusal.ts';
import { failure, type Result, success } from '../outcome/result.ts';
import { formatTime, parseTime } from '../program/clock-time.ts';
import { crossCheck } from './cross-checks.ts';
import { deepFreeze } from './deep-freeze.ts';
import type { Experiment, LanguageSettings } from './experiment.ts';
import { readExperiment } from './experiment-readers.ts';
import { defaultsFor } from './fitted-defaults.ts';
import type { SettingProblem } from './setting-readers.ts';

/**
 * Validates a partial configuration, fills in the defaults and freezes it. Periods must be given. The default
 * of 100 generations holds only where no stop condition is named at all: whoever stops by time wants no other limit.
 * @returns a Refusal EXPERIMENT_INVALID whose `problems` name every faulty setting
 */
export function freezeExperiment(configuration: unknown): Result<Experiment, Refusal> {
  const problems: SettingProblem[] = [];
  const fallback = defaultsFor(configuration);
  const read = readExperiment(configuration ?? {}, fallback, '', problems);
  if (problems.length === 0) problems.push(...crossCheck(read));
  if (problems.length > 0) return failure(refusalOf(problems));
  return success(deepFreeze(structuredClone({ ...read, language: withPaddedTimes(read.language) })));
}

/** `9:30` and `09:30` are one time: written as `09:30`, in the order of the day. */
function withPaddedTimes(language: LanguageSettings): LanguageSettings {
  const minutes = language.intervalTimes.map((time) => parseTime(time) as number);
  const intervalTimes = [...new Set(minutes)]
    .sort((a, b) => a - b)
    .map((m) => formatTime(m).padStart(5, '0'));
  return { ...language, intervalTimes };
}

function refusalOf(problems: readonly SettingProblem[]): Refusal {
  const [first] = problems as readonly [SettingProblem];
  const shown = problems
    .slice(0, 5)
    .map(({ where, expected, actual }) => `${where}: expected ${expected}, got ${actual}`);
  const more = problems.length > shown.length ? `; and ${problems.length - shown.length} more` : '';
  return new Refusal('EXPERIMENT_INVALID', `${shown.join('; ')}${more}`, { ...first, problems });
}
