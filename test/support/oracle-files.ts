import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Real market data beside the project, where a developer has it; nothing of it is part of the project. */
export const ORACLE_FOLDER = path.resolve(import.meta.dirname, '../../../shared/data');
export const hasOracleData = existsSync(path.join(ORACLE_FOLDER, 'reference_ic.md'));

/** One row of a table of `reference_ic.md`. */
export interface OracleRow {
  readonly name: string;
  readonly dates: number;
  readonly first: string;
  readonly last: string;
  readonly pairs: number;
  readonly ic: { readonly mean: number; readonly std: number };
  readonly rankIc: { readonly mean: number; readonly std: number };
}

export interface OracleSection {
  readonly title: string;
  readonly days: number;
  readonly symbols: number;
  readonly finiteReturns: number;
  readonly rows: readonly OracleRow[];
}

/** The expected figures, read from the reference itself so that none is copied. */
export function readOracle(): OracleSection[] {
  const text = readFileSync(path.join(ORACLE_FOLDER, 'reference_ic.md'), 'utf8');
  return text
    .split(/^### /m)
    .slice(1)
    .map((section) => ({
      title: section.slice(0, section.indexOf('\n')),
      days: numberIn(section, /(\d+) dates x/),
      symbols: numberIn(section, /dates x (\d+) symbols/),
      finiteReturns: numberIn(section, /finite forward returns (\d+)/),
      rows: section.split('\n').flatMap((line) => (line.startsWith('| `') ? [rowOf(line)] : [])),
    }));
}

function rowOf(line: string): OracleRow {
  const [name, dates, first, last, pairs, ic, icStd, rankIc, rankIcStd] = line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.replaceAll(/[*`]/g, '').trim()) as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    name,
    dates: Number(dates),
    first,
    last,
    pairs: Number(pairs),
    ic: { mean: Number(ic), std: Number(icStd) },
    rankIc: { mean: Number(rankIc), std: Number(rankIcStd) },
  };
}

function numberIn(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1]);
}

/** Columns of a gzipped CSV by name: texts as they stand. */
export function readColumns(file: string): ReadonlyMap<string, string[]> {
  const text = gunzipSync(readFileSync(path.join(ORACLE_FOLDER, file))).toString('latin1');
  const end = text.indexOf('\n');
  const names = text.slice(0, end).trim().split(',');
  const columns = names.map((): string[] => []);
  for (let start = end + 1; start < text.length; ) {
    const stop = text.indexOf('\n', start);
    const lineEnd = stop < 0 ? text.length : stop;
    const cells = text.slice(start, lineEnd).split(',');
    cells.forEach((cell, index) => {
      columns[index]?.push(cell);
    });
    start = lineEnd + 1;
  }
  return new Map(names.map((name, index) => [name, columns[index] ?? []]));
}
