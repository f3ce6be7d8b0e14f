import { type Dimension, LOT, NONE, YUAN } from '../dimension/dimension.ts';
import { OPERATORS } from '../operator/operators.ts';
import { importedNameOf } from './imported-field.ts';
import type { FieldDefinition, Frequency, Shape } from './program.ts';

function field(
  name: string,
  type: { frequency: Frequency; shape: Shape; dimension: Dimension },
  en: string,
  zh: string,
): FieldDefinition {
  return Object.freeze({ name, ...type, meaning: Object.freeze({ en, zh }) });
}

const daily = (dimension: Dimension) => ({ frequency: 'daily', shape: 'matrix', dimension }) as const;
const minute = (dimension: Dimension) => ({ frequency: 'minute', shape: 'matrix', dimension }) as const;
const MARKET = { frequency: 'daily', shape: 'vector', dimension: NONE } as const;

const ALL: readonly FieldDefinition[] = [
  field('HIGH', daily(YUAN), 'Highest price of the day, adjusted', '当日最高价（复权）'),
  field('LOW', daily(YUAN), 'Lowest price of the day, adjusted', '当日最低价（复权）'),
  field('OPEN', daily(YUAN), 'Opening price of the day, adjusted', '当日开盘价（复权）'),
  field('CLOSE', daily(YUAN), 'Closing price of the day, adjusted', '当日收盘价（复权）'),
  field('VOLUME', daily(LOT), 'Volume of the day in lots, not adjusted', '当日成交量（手，不复权）'),
  field('AMOUNT', daily(YUAN), 'Money traded that day', '当日成交额'),
  field('VWAP', daily(YUAN), 'Volume-weighted average price of the day, adjusted', '当日成交均价（复权）'),
  field('TURNOVER_RATE', daily(NONE), 'Share of the floating stock traded that day', '当日换手率'),
  field('FLOAT_CAP', daily(YUAN), 'Market value of the floating stock', '流通市值'),
  field('high', minute(YUAN), 'Highest price of the minute bar, adjusted', '分钟最高价（复权）'),
  field('low', minute(YUAN), 'Lowest price of the minute bar, adjusted', '分钟最低价（复权）'),
  field('open', minute(YUAN), 'Opening price of the minute bar, adjusted', '分钟开盘价（复权）'),
  field('close', minute(YUAN), 'Closing price of the minute bar, adjusted', '分钟收盘价（复权）'),
  field('volume', minute(LOT), 'Volume of the minute bar in lots', '分钟成交量（手）'),
  field('amount', minute(YUAN), 'Money traded in the minute bar', '分钟成交额'),
  field('MARKET_RETURN', MARKET, "Market index's return of the day", '市场指数当日收益率'),
  field(
    'MARKET_AMPLITUDE',
    MARKET,
    "Market index's high-low range over its previous close",
    '市场指数当日振幅',
  ),
  field('MARKET_TURNOVER', MARKET, "The whole market's turnover rate of the day", '全市场当日换手率'),
  field('MARKET_UP_RATIO', MARKET, 'Share of stocks that rose that day', '当日上涨股票占比'),
];

/** Fields whose names, dimensions and meanings are fixed. A dataset holds those that it was imported with. */
export const STANDARD_FIELDS: ReadonlyMap<string, FieldDefinition> = new Map(ALL.map((f) => [f.name, f]));

/**
 * Whether a declared column may carry this name: letters, digits and underscores from a letter on, upper case
 * for daily and lower case for minute data (report section 3.1), at most 40 characters, no operator's name, and
 * not the form of imported values.
 */
export function isFieldName(name: string, frequency: Frequency): boolean {
  const pattern = frequency === 'daily' ? /^[A-Z][A-Z0-9_]{0,39}$/ : /^[a-z][a-z0-9_]{0,39}$/;
  return pattern.test(name) && !OPERATORS.has(name) && importedNameOf(name) === null;
}

/** A field for a further column of a dataset, described by its name and dimension alone. */
export function declaredField(
  name: string,
  type: { frequency: Frequency; shape: Shape; dimension: Dimension },
): FieldDefinition {
  return field(name, type, `Imported column ${name}`, `导入列 ${name}`);
}
