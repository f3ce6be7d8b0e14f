import { Refusal } from '../../core/outcome/refusal.ts';
import {
  TEAR_SHEET_BOUNDS,
  TEAR_SHEET_DEFAULTS,
  type TearSheetOptions,
} from '../../core/statistics/tear-sheet/tear-sheet-options.ts';
import type { TearSheetInput } from './tear-sheet.inputs.ts';

interface Bounds {
  readonly minimum: number;
  readonly maximum: number;
}

/** What is asked of a sheet, with what was left out. Whoever asks: also the command line. @throws Refusal INVALID_INPUT */
export function sheetOptionsOf(input: TearSheetInput): TearSheetOptions {
  const windows = [...new Set(input.movingAverageDays ?? TEAR_SHEET_DEFAULTS.movingAverageDays)];
  const options = {
    groups: input.groups ?? TEAR_SHEET_DEFAULTS.groups,
    movingAverageDays: windows.sort((a, b) => a - b),
    decayDays: input.decayDays ?? TEAR_SHEET_DEFAULTS.decayDays,
    costPerSide: input.costPerSide ?? TEAR_SHEET_DEFAULTS.costPerSide,
  };
  const most = TEAR_SHEET_BOUNDS.movingAverages;
  if (windows.length > most) throw refuse('movingAverageDays', `at most ${most} windows`, windows.length);
  for (const days of windows) requireWhole('movingAverageDays', days, TEAR_SHEET_BOUNDS.movingAverageDays);
  if (options.groups !== null) requireWhole('groups', options.groups, TEAR_SHEET_BOUNDS.groups);
  requireWhole('decayDays', options.decayDays, TEAR_SHEET_BOUNDS.decayDays);
  requireWithin('costPerSide', options.costPerSide, TEAR_SHEET_BOUNDS.costPerSide);
  return options;
}

function requireWhole(where: string, value: number, bounds: Bounds): void {
  requireWithin(where, value, bounds);
  if (!Number.isInteger(value)) throw refuse(where, 'a whole number', value);
}

function requireWithin(where: string, value: number, { minimum, maximum }: Bounds): void {
  if (value >= minimum && value <= maximum) return;
  throw refuse(where, `${minimum} to ${maximum}`, value);
}

const refuse = (where: string, expected: string, actual: number): Refusal =>
  new Refusal('INVALID_INPUT', `${where}: expected ${expected}, got ${actual}`, {
    expected,
    actual: String(actual),
    where,
    remedy: 'see the bounds of the field in the schema',
  });
