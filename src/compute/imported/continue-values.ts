import { Refusal } from '../../core/outcome/refusal.ts';
import type { ImportedValues } from './imported-values.ts';

/**
 * Puts new days behind those that were imported before. What was measured must stay true: days may come after the last
 * alone, and a day that both hold must be the same, cell for cell; missing ones too.
 * @throws Refusal CONFLICT naming the first day or cell that differs
 */
export function continueValues(former: ImportedValues, added: ImportedValues): ImportedValues {
  const last = former.days.at(-1)!;
  const rowOfDay = new Map(former.days.map((day, row) => [day, row]));
  const symbols = [...new Set([...former.symbols, ...added.symbols])].sort((a, b) => (a < b ? -1 : 1));
  for (const [row, day] of added.days.entries()) {
    if (day > last) break;
    const known = rowOfDay.get(day);
    if (known === undefined)
      throw conflict(day, `no day ${day}: days are added after ${last}`, `values of ${day}`);
    requireSameDay(day, symbols, valueOn(former, known), valueOn(added, row));
  }
  const fresh = added.days.filter((day) => day > last);
  const days = [...former.days, ...fresh];
  const values = new Float64Array(days.length * symbols.length).fill(Number.NaN);
  const columns = new Map(symbols.map((symbol, column) => [symbol, column]));
  const rows = new Map(days.map((day, row) => [day, row]));
  const copy = (from: ImportedValues, wanted: (day: string) => boolean): void => {
    const places = from.symbols.map((symbol) => columns.get(symbol)!);
    for (const [row, day] of from.days.entries()) {
      if (!wanted(day)) continue;
      const into = rows.get(day)! * symbols.length;
      const start = row * places.length;
      for (let at = 0; at < places.length; at++) values[into + places[at]!] = from.values[start + at]!;
    }
  };
  copy(former, () => true);
  copy(added, (day) => day > last);
  return { days, symbols, values };
}

type ValueOf = (symbol: string) => number;

function valueOn({ symbols, values }: ImportedValues, row: number): ValueOf {
  const columns = new Map(symbols.map((symbol, column) => [symbol, column]));
  return (symbol) => {
    const column = columns.get(symbol);
    return column === undefined ? Number.NaN : values[row * symbols.length + column]!;
  };
}

function requireSameDay(day: string, symbols: readonly string[], known: ValueOf, given: ValueOf): void {
  for (const symbol of symbols) {
    const [expected, actual] = [known(symbol), given(symbol)];
    if (Object.is(expected, actual) || expected === actual) continue;
    throw conflict(`${day} ${symbol}`, inWords(expected), inWords(actual));
  }
}

const inWords = (value: number): string => (Number.isNaN(value) ? 'no value' : String(value));

const conflict = (where: string, expected: string, actual: string): Refusal =>
  new Refusal('CONFLICT', `the values do not continue what was imported: ${where}`, {
    expected,
    actual,
    where,
    remedy:
      'give the days that follow alone, or import the revised values under another name: what was measured must stay true',
  });
