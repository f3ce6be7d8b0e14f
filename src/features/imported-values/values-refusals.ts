import { Refusal } from '../../core/outcome/refusal.ts';
import type { ImportedValuesRecord } from './imported-values.store.ts';

export const badName = (name: string): Refusal =>
  new Refusal('INVALID_INPUT', 'name: expected lower case letters, digits and underscores', {
    expected: 'a lower case letter, then at most 47 lower case letters, digits and underscores',
    actual: `"${name.slice(0, 60)}"`,
    where: 'name',
    remedy: 'choose a name such as roe_ttm; formulas read it as imported_roe_ttm',
  });

export const noSeries = (name: string): Refusal =>
  new Refusal('INVALID_INPUT', `series: expected the series that ${name} is for, got none`, {
    expected: 'the name of a series of datasets',
    actual: 'nothing',
    where: 'series',
    remedy:
      'name the series whose trading days and symbols the file has; only a name that is there already needs none',
  });

export const noMarket = (series: string): Refusal =>
  new Refusal('NOT_FOUND', `series: no series ${series.slice(0, 60)} with a dataset`, {
    where: 'series',
    remedy: 'list the series to see which there are; import a market first',
  });

export const takenName = (name: string): Refusal =>
  new Refusal('CONFLICT', `name: imported values ${name} were deleted, and the name is not given again`, {
    expected: 'a name that was never given',
    actual: name,
    where: 'name',
    remedy: 'choose another name: what was measured of the deleted values stays in the store',
  });

export const otherSeries = ({ name, seriesName }: ImportedValuesRecord, series: string): Refusal =>
  new Refusal('CONFLICT', `series: imported values ${name} are of series ${seriesName}`, {
    expected: seriesName,
    actual: series.slice(0, 60),
    where: 'series',
    remedy: 'leave the series out, or choose another name',
  });

export const stillUsed = (name: string, users: readonly string[]): Refusal =>
  new Refusal('CONFLICT', `imported values ${name} are used: ${users.slice(0, 5).join('; ')}`, {
    expected: 'values that nothing uses',
    actual: `${users.length} users`,
    where: 'name',
    remedy: 'retire the members that read them, and end the runs',
  });
