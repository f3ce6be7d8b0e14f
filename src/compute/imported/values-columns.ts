import { Refusal } from '../../core/outcome/refusal.ts';
import { readSymbol } from '../panel/import/cell-readers.ts';
import type { ValuesColumns } from './values-options.ts';

const DATES = ['date', 'trade_date', 'day', 'datetime'];
/** What pandas calls an index without a name. */
const NAMELESS = ['__index_level_0__', ''];
const SYMBOLS = ['symbol', 'code', 'ticker', 'ts_code'];

/** Which column of a file of values is what. */
export type ValuesPlan =
  | { readonly form: 'LONG'; readonly date: number; readonly symbol: number; readonly value: number }
  | {
      readonly form: 'WIDE';
      readonly date: number;
      readonly symbols: readonly { readonly symbol: string; readonly at: number }[];
    };

/**
 * Long form where there is a column of symbols: date, symbol, value. Else wide: date, and a column for each symbol.
 * @throws Refusal DATASET_INVALID that names what is missing or double
 */
export function planColumns(
  header: readonly string[],
  asked: ValuesColumns,
  { name, file }: { readonly name: string; readonly file: string },
): ValuesPlan {
  const fault = refuser(header, file);
  const names = header.map((column) => column.trim());
  const find = (wanted: string | undefined, usual: readonly string[]): number => {
    if (wanted === undefined) return names.findIndex((column) => usual.includes(column.toLowerCase()));
    const at = names.indexOf(wanted);
    if (at < 0) throw fault(`a column ${wanted}`, 'none of this name');
    return at;
  };
  const dated = find(asked.date, DATES);
  const date = dated < 0 ? names.findIndex((column) => NAMELESS.includes(column)) : dated;
  if (date < 0) throw fault(`a column of dates (${DATES.join(', ')})`, 'none');
  const symbol = find(asked.symbol, SYMBOLS);
  if (symbol < 0 && asked.value === undefined)
    return { form: 'WIDE', date, symbols: symbolsOf(names, date, fault) };
  if (symbol < 0) throw fault(`a column of symbols (${SYMBOLS.join(', ')})`, 'none');
  const value = find(asked.value, ['value', name]);
  if (value >= 0) return { form: 'LONG', date, symbol, value };
  const others = names.flatMap((_, at) => (at === date || at === symbol ? [] : [at]));
  if (others.length === 1) return { form: 'LONG', date, symbol, value: others[0]! };
  throw fault(
    `a column of values (value, ${name}, or named as valueColumn)`,
    `${others.length} other columns`,
  );
}

type Fault = (expected: string, actual: string) => Refusal;

function symbolsOf(names: readonly string[], date: number, fault: Fault): { symbol: string; at: number }[] {
  const symbols = names.flatMap((name, at) => (at === date ? [] : [{ symbol: readSymbol(name), at }]));
  const seen = new Set<string>();
  const found = symbols.map(({ symbol, at }) => {
    if (symbol === null)
      throw fault('a symbol as the name of every other column', `'${shown(names[at]!)}' as column ${at + 1}`);
    if (seen.has(symbol)) throw fault('one column for each symbol', `two columns ${symbol}`);
    seen.add(symbol);
    return { symbol, at };
  });
  if (found.length === 0)
    throw fault('a column of symbols and one of values, or a column for each symbol', 'dates alone');
  return found;
}

const shown = (text: string): string => text.slice(0, 60).replace(/\p{Cc}/gu, '\uFFFD');

const refuser =
  (header: readonly string[], file: string): Fault =>
  (expected, actual) =>
    new Refusal('DATASET_INVALID', `${file}: expected ${expected}, got ${actual}`, {
      expected,
      actual: `${actual}; columns: ${header.slice(0, 12).map(shown).join(', ')}${header.length > 12 ? ', ...' : ''}`,
      where: `${file}:1`,
      remedy:
        'give a table date, symbol, value, or a table with a date column and one column for each symbol',
    });
