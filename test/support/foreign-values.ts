import { minuteFieldsOf } from '../../src/compute/panel/minute/minute-source.ts';
import { openMinutes } from '../../src/compute/panel/minute/open-minutes.ts';
import type { Panel } from '../../src/compute/panel/panel.ts';
import { planProgram } from '../../src/compute/plan/plan.ts';
import { runPlan } from '../../src/compute/plan/run-plan.ts';
import type { Program } from '../../src/core/program/program.ts';
import { runPython } from './python.ts';

const cellsOf = (values: Float64Array): (number | null)[] =>
  Array.from(values, (value) => (Number.isFinite(value) ? value : null));

function minutesOf({ minutes, days }: Panel): Record<string, (number | null)[]> {
  if (minutes === null) return {};
  const bars = openMinutes(minutes);
  try {
    return Object.fromEntries(
      [...minuteFieldsOf(minutes)].map((name) => [name, cellsOf(bars.readDays(name, 0, days.length))]),
    );
  } finally {
    bars.close();
  }
}

/** Values of texts of another dialect on a panel, [days x symbols] each, computed by Python. */
export function valuesByPython(
  python: string,
  asked: {
    readonly dialect: 'pandas' | 'qlib';
    readonly texts: readonly string[];
    readonly panel: Panel;
    readonly universe: Uint8Array | null;
  },
): (number | null)[][] {
  const { panel, universe, dialect, texts } = asked;
  const market = {
    days: panel.days,
    symbols: panel.symbols,
    stamps: panel.session?.barStamps ?? [],
    matrices: Object.fromEntries([...panel.matrices].map(([name, values]) => [name, cellsOf(values)])),
    vectors: Object.fromEntries([...panel.vectors].map(([name, values]) => [name, cellsOf(values)])),
    minutes: minutesOf(panel),
  };
  return runPython(python, 'evaluate_factors.py', {
    dialect,
    texts,
    market,
    universe: universe === null ? null : [...universe],
  });
}

/** The same by the reference engine. */
export const valuesByReference = (
  program: Program,
  panel: Panel,
  universe: Uint8Array | null,
): (number | null)[] =>
  cellsOf(runPlan(planProgram(program), panel, universe, 'reference', { from: 0, to: panel.days.length }));

/** Where two lists of cells differ by more than 1e-9 of their size, in words; null where nowhere. */
export function difference(
  actual: readonly (number | null)[],
  expected: readonly (number | null)[],
  skip: (cell: number) => boolean = () => false,
): string | null {
  for (const [cell, value] of expected.entries()) {
    const other = actual[cell] ?? null;
    if (skip(cell) || (value === null && other === null)) continue;
    if (value === null || other === null) return `cell ${cell}: expected ${value}, got ${other}`;
    const tolerance = 1e-9 * Math.max(1e-3, Math.abs(value));
    if (Math.abs(value - other) > tolerance) return `cell ${cell}: expected ${value}, got ${other}`;
  }
  return null;
}
