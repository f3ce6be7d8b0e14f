import type { EvaluationPool, PanelHandle } from '../compute/engine/evaluation-pool.ts';
import type { Frame } from '../compute/engine/task.ts';
import { type Catalog, openLanguage } from '../core/program/language.ts';
import { parseProgram } from '../core/program/parse.ts';
import type { Program } from '../core/program/program.ts';
import { PLANTED_SIGNALS, type PlantedSignal } from './planted-signals.ts';

/** |similarity| with the planted formula from which a factor is that signal. */
export const FOUND_FROM = 0.9;
/** Days on which all candidates are looked at, before the likeliest are compared on every day. */
const SCREENING_DAYS = 6;
/** Candidates screened at a time. */
const SCREENED_AT_ONCE = 28;
/** Candidates of each signal that are compared on every day. */
const LIKELIEST = 10;

/** A factor that a run judged. */
export interface RatedProgram {
  readonly program: Program;
  readonly fitness: number;
}

/** What came nearest to a planted signal. */
export interface SignalSearch {
  readonly signal: PlantedSignal;
  /** Null where no candidate could be compared. */
  readonly nearest: {
    readonly formula: string;
    readonly fitness: number;
    /** Place among the candidates by fitness, from 1. */
    readonly place: number;
    /** Mean daily rank correlation with the planted formula over the period's labelled days, signed. */
    readonly correlation: number;
  } | null;
  readonly found: boolean;
}

/** The market on which candidates are compared with the signals. */
export interface SearchGround {
  readonly pool: EvaluationPool;
  readonly handle: PanelHandle;
  readonly catalog: Catalog;
  readonly frame: Frame;
}

/**
 * Looks for each planted signal among the factors of a run. All are compared with all signals on a few days spread
 * over the period, and the likeliest of each signal on every day, so that thousands take seconds.
 * @param candidates distinct, best first
 */
export async function findPlantedSignals(
  ground: SearchGround,
  candidates: readonly RatedProgram[],
): Promise<readonly SignalSearch[]> {
  const { pool, handle, frame, catalog } = ground;
  const { labelledDays } = await pool.period(handle, frame);
  const signals = PLANTED_SIGNALS.map(({ formula }) => signalProgram(formula, catalog));
  const screened = await screen(ground, spread(labelledDays, SCREENING_DAYS), signals, candidates);
  const searches: SignalSearch[] = [];
  for (const [index, signal] of PLANTED_SIGNALS.entries()) {
    const places = likeliest(screened, index);
    const others = places.map((place) => candidates[place]!.program);
    const question = { frame, program: signals[index]!, others, days: labelledDays, kind: 'rank' as const };
    const correlations = await pool.correlate(handle, question);
    searches.push(searchOf(signal, places, correlations, candidates));
  }
  return searches;
}

function signalProgram(formula: string, catalog: Catalog): Program {
  const parsed = parseProgram(formula, openLanguage(catalog));
  if (!parsed.ok) throw parsed.error;
  return parsed.value;
}

/** Days at even distances, the middle of as many equal stretches. */
function spread(days: readonly number[], count: number): number[] {
  const wanted = Math.min(count, days.length);
  return Array.from(
    { length: wanted },
    (_, index) => days[Math.floor(((index + 0.5) * days.length) / wanted)]!,
  );
}

/** |similarity| of each candidate (row) with each signal (column) on the given days; NaN where none counts. */
async function screen(
  { pool, handle, frame }: SearchGround,
  days: readonly number[],
  signals: readonly Program[],
  candidates: readonly RatedProgram[],
): Promise<readonly (readonly number[])[]> {
  const rows: number[][] = [];
  for (let at = 0; at < candidates.length; at += SCREENED_AT_ONCE) {
    const programs = candidates.slice(at, at + SCREENED_AT_ONCE).map(({ program }) => program);
    const together = [...signals, ...programs];
    const matrix = await pool.similarity(handle, {
      frame,
      programs: together,
      days,
      kind: 'rank',
      engine: 'search',
    });
    programs.forEach((_, row) => {
      const from = (signals.length + row) * together.length;
      rows.push(Array.from(matrix.subarray(from, from + signals.length), Math.abs));
    });
  }
  return rows;
}

/** Candidates in descending order of what screening saw of a signal in them. */
function likeliest(screened: readonly (readonly number[])[], signal: number): number[] {
  return screened
    .flatMap((row, place) => (Number.isNaN(row[signal]!) ? [] : [place]))
    .sort((a, b) => screened[b]![signal]! - screened[a]![signal]! || a - b)
    .slice(0, LIKELIEST);
}

function searchOf(
  signal: PlantedSignal,
  places: readonly number[],
  correlations: Float64Array,
  candidates: readonly RatedProgram[],
): SignalSearch {
  let best = -1;
  correlations.forEach((value, index) => {
    if (Math.abs(value) > (best < 0 ? 0 : Math.abs(correlations[best]!))) best = index;
  });
  const place = places[best];
  if (place === undefined) return { signal, nearest: null, found: false };
  const { program, fitness } = candidates[place]!;
  const correlation = correlations[best]!;
  const nearest = { formula: program.text, fitness, place: place + 1, correlation };
  return { signal, nearest, found: Math.abs(correlation) >= FOUND_FROM };
}
