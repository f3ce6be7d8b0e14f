import { OPERATORS, operatorsOf } from '../operator/operators.ts';
import { parseTime } from '../program/clock-time.ts';
import { didYouMean } from '../program/suggest.ts';
import type { EvolutionSettings, Experiment, LanguageSettings, Period, Periods } from './experiment.ts';
import type { SettingProblem } from './setting-readers.ts';

/** What must hold between settings, or of a text that names something. */
export function crossCheck(experiment: Experiment): readonly SettingProblem[] {
  const nothingStops = Object.values(experiment.stop).every((limit) => limit === null);
  return [
    ...checkLanguage(experiment.language),
    ...checkPeriods(experiment.periods),
    ...checkEvolution(experiment.evolution, experiment.language.maximumSize),
    ...when(nothingStops, 'stop', `at least one of ${Object.keys(experiment.stop).join(', ')}`, 'none'),
  ];
}

const when = (isFaulty: boolean, where: string, expected: string, actual: string): SettingProblem[] =>
  isFaulty ? [{ where, expected, actual }] : [];

function checkLanguage(language: LanguageSettings): SettingProblem[] {
  const { excludeOperators, intervalTimes, windows } = language;
  const left = [...operatorsOf(language.operatorSet).keys()].filter(
    (name) => !excludeOperators.includes(name),
  );
  return [
    ...excludeOperators
      .filter((name) => !OPERATORS.has(name))
      .map((name) => ({
        where: 'language.excludeOperators',
        expected: didYouMean(name, OPERATORS.keys()) ?? 'names of operators',
        actual: `'${name}'`,
      })),
    ...when(left.length === 0, 'language.excludeOperators', 'at least one operator left', 'none'),
    ...when(windows.length === 0, 'language.windows', 'at least one window', 'none'),
    ...intervalTimes
      .filter((time) => parseTime(time) === null)
      .map((time) => ({
        where: 'language.intervalTimes',
        expected: 'times of day such as 9:30',
        actual: `'${time}'`,
      })),
    ...when(intervalTimes.length === 1, 'language.intervalTimes', 'none or at least two times', '1'),
  ];
}

/** Train, validation and test in this order without overlap: later periods must not be seen by earlier ones. */
function checkPeriods(periods: Periods): SettingProblem[] {
  const given = (['train', 'validation', 'test'] as const).flatMap((name) => {
    const period = periods[name];
    return period === null ? [] : [{ name, period }];
  });
  const faulty = given.flatMap(({ name, period }) => checkPeriod(period, `periods.${name}`));
  if (faulty.length > 0) return faulty;
  return given.slice(1).flatMap(({ name, period }, k) => {
    const before = given[k] as (typeof given)[number];
    const expected = `a day after the end of ${before.name} (${before.period.to})`;
    return when(period.from <= before.period.to, `periods.${name}.from`, expected, period.from);
  });
}

function checkPeriod(period: Period, path: string): SettingProblem[] {
  if (period.from === '' && period.to === '') {
    return [{ where: path, expected: 'a period { from, to }', actual: 'none' }];
  }
  const faulty = (['from', 'to'] as const).flatMap((side) =>
    when(!isDay(period[side]), `${path}.${side}`, 'a day such as 2019-12-31', `'${period[side]}'`),
  );
  if (faulty.length > 0) return faulty;
  return when(period.from > period.to, `${path}.from`, `a day up to ${period.to}`, period.from);
}

function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
}

function checkEvolution(evolution: EvolutionSettings, maximumSize: number): SettingProblem[] {
  const { populationSize, childrenPerGeneration, tournamentSize, mutationWeights, initialSize } = evolution;
  const shares = evolution.cascade?.tiers.map(({ share }) => share) ?? [];
  const weights = Object.values(mutationWeights);
  return [
    ...when(
      childrenPerGeneration >= populationSize,
      'evolution.childrenPerGeneration',
      `fewer than the population of ${populationSize}`,
      `${childrenPerGeneration}`,
    ),
    ...when(
      evolution.selection === 'tournament' && tournamentSize > populationSize,
      'evolution.tournamentSize',
      `at most the population of ${populationSize}`,
      `${tournamentSize}`,
    ),
    ...when(
      weights.every((weight) => weight === 0),
      'evolution.mutationWeights',
      'at least one above 0',
      'all 0',
    ),
    ...when(
      initialSize.minimum > initialSize.maximum,
      'evolution.initialSize.minimum',
      `at most the maximum of ${initialSize.maximum}`,
      `${initialSize.minimum}`,
    ),
    ...when(
      initialSize.maximum > maximumSize,
      'evolution.initialSize.maximum',
      `at most language.maximumSize (${maximumSize})`,
      `${initialSize.maximum}`,
    ),
    ...when(
      shares.some((share, tier) => share <= (shares[tier - 1] ?? 0)),
      'evolution.cascade.tiers',
      'shares that grow from tier to tier',
      shares.join(', '),
    ),
  ];
}
