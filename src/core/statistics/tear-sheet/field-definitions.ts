import type { DefinitionId } from './definitions.ts';

const IC_FIELDS = {
  summary: 'IC_SUMMARY',
  movingAverages: 'IC_MOVING_AVERAGE',
  cumulative: 'CUMULATIVE_IC',
  autocorrelation: 'IC_AUTOCORRELATION',
} as const;
const PART_FIELDS = {
  ic: 'IC_SUMMARY',
  rankIc: 'IC_SUMMARY',
  longShort: 'LONG_SHORT_REPORT',
  longExcess: 'LONG_EXCESS_REPORT',
  longShortNet: 'LONG_SHORT_TRADED_NET',
  maximumDrawdown: 'MAXIMUM_DRAWDOWN',
  turnover: 'TRADED_TURNOVER',
  coverage: 'COVERAGE_BY_DAY',
} as const;
const CURVE_FIELDS = { maximumDrawdown: 'MAXIMUM_DRAWDOWN', annualVolatility: 'ANNUAL_VOLATILITY' } as const;
const TRADED_FIELDS = {
  turnover: 'TRADED_TURNOVER',
  meanTurnover: 'TRADED_TURNOVER',
  annualCost: 'ANNUAL_COST',
  blocked: 'BLOCKED_TRADES',
} as const;

const within = (place: string, fields: Readonly<Record<string, DefinitionId>>): [string, DefinitionId][] =>
  Object.entries(fields).map(([field, id]) => [`${place}.${field}`, id]);

/**
 * Definitions of the fields of a sheet that do not name theirs: by the path of the field, without the places in lists. What
 * lies within such a field has its definition; every other figure lies beside a `definition`.
 */
export const FIELD_DEFINITIONS: readonly (readonly [field: string, definition: DefinitionId])[] = [
  ['orientation', 'ORIENTATION'],
  ['decay', 'IC_DECAY'],
  ['groups.daily', 'GROUP_RETURN'],
  ['groups.cumulative', 'GROUP_RETURN'],
  ['groups.annual', 'ANNUAL_RETURNS'],
  ['daysWithoutExtremes', 'GROUP_RETURN'],
  ['tiedShare', 'TIED_SHARE'],
  ...['ic', 'rankIc'].flatMap((place) => within(place, IC_FIELDS)),
  ...['curves', 'longTraded.gross', 'longTraded.net', 'longShortTraded.gross', 'longShortTraded.net'].flatMap(
    (place) => within(place, CURVE_FIELDS),
  ),
  ...['longTraded', 'longShortTraded'].flatMap((place) => within(place, TRADED_FIELDS)),
  ...['byMonth', 'byYear'].flatMap((place) => within(place, PART_FIELDS)),
  ...within('byUniverse', {
    stocks: 'BY_UNIVERSE',
    ic: 'IC_SUMMARY',
    rankIc: 'IC_SUMMARY',
    coverage: 'BY_UNIVERSE',
    longShort: 'ANNUAL_RETURNS',
  }),
];
