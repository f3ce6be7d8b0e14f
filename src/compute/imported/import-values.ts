import { Refusal } from '../../core/outcome/refusal.ts';
import { continueValues } from './continue-values.ts';
import type { ImportedValues } from './imported-values.ts';
import { readValues } from './read-values.ts';
import { readValuesFile, writeValuesFile } from './values-file.ts';
import type { ValuesImport, ValuesOutcome } from './values-options.ts';

export interface ValuesProgress {
  readonly bytesRead: number;
}

/**
 * Reads a file of values, puts new days behind those of before and stores the whole, all or nothing.
 * @throws Refusal as `readValues`, `continueValues` and `writeValuesFile`; DATASET_INVALID where the file holds no value, or
 *   none of a symbol that the series knows
 */
export async function importValues(
  options: ValuesImport,
  onProgress: (progress: ValuesProgress) => void = () => undefined,
): Promise<ValuesOutcome> {
  const { name, market, former, folder } = options;
  const { table, form } = await readValues(options, (bytesRead) => onProgress({ bytesRead }));
  const read = table.content();
  if (read.cells === 0) throw invalid(options, 'values', 'none: every cell is blank, or there is no row');
  const known = new Set(market.symbols);
  const unknown = read.symbols.filter((symbol) => !known.has(symbol));
  if (unknown.length === read.symbols.length) throw strangers(options, unknown);
  const before = former === null ? null : await readValuesFile(former.path, { name, hash: former.hash });
  const whole: ImportedValues = before === null ? read : continueValues(before, read);
  const newDays = whole.days.length - (before?.days.length ?? 0);
  const { hash, bytes } = await writeValuesFile(folder, name, whole);
  return {
    hash,
    bytes,
    form,
    firstDay: whole.days[0]!,
    lastDay: whole.days.at(-1)!,
    days: whole.days.length,
    symbols: whole.symbols.length,
    cells: countOf(whole.values),
    newDays,
    unknownSymbols: unknown.length,
  };
}

function countOf(values: Float64Array): number {
  let count = 0;
  for (const value of values) if (!Number.isNaN(value)) count++;
  return count;
}

const strangers = (options: ValuesImport, unknown: readonly string[]): Refusal =>
  invalid(
    options,
    `symbols of the series, such as ${options.market.symbols.slice(0, 3).join(', ')}`,
    `${unknown.length} symbols that it does not know, such as ${unknown.slice(0, 3).join(', ')}`,
  );

const invalid = ({ fileName }: ValuesImport, expected: string, actual: string): Refusal =>
  new Refusal('DATASET_INVALID', `${fileName}: expected ${expected}, got ${actual}`, {
    expected,
    actual,
    where: fileName,
    remedy: 'mend the file and import it again; nothing was stored',
  });
