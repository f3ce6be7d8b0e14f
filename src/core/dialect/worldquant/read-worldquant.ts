import type { Refusal } from '../../outcome/refusal.ts';
import type { Result } from '../../outcome/result.ts';
import type { Language, Program } from '../../program/program.ts';
import { didYouMean } from '../../program/suggest.ts';
import type { DialectNoteCode } from '../dialect-note.ts';
import {
  type Dialect,
  type ForeignProgram,
  type ForeignReading,
  readForeign,
  windowOf,
} from '../foreign-reading.ts';
import type { ForeignNode } from '../foreign-text.ts';
import type { Signed } from '../signed-draft.ts';
import { untranslatable } from '../untranslatable.ts';

type Call = Extract<ForeignNode, { kind: 'call' }>;

interface Meaning {
  readonly operator: string;
  readonly operands: 1 | 2;
  readonly window: boolean;
  readonly notes: readonly DialectNoteCode[];
}

const overTime = (
  operator: string,
  notes: readonly DialectNoteCode[] = [],
  operands: 1 | 2 = 1,
): Meaning => ({
  operator,
  operands,
  window: true,
  notes: ['FULL_WINDOWS', ...notes],
});
const ofCells = (operator: string, notes: readonly DialectNoteCode[] = []): Meaning => ({
  operator,
  operands: 1,
  window: false,
  notes,
});

/** Functions of the "101 Formulaic Alphas" (Kakushadze, 2015, appendix A) and their usual spellings, those of WorldQuant's own pages among them. */
const FUNCTIONS: ReadonlyMap<string, Meaning> = new Map(
  Object.entries({
    rank: ofCells('cs_rank', ['CS_RANK', 'UNIVERSE']),
    abs: ofCells('abs'),
    log: ofCells('log', ['LOGARITHM']),
    sign: ofCells('sign'),
    delay: overTime('ts_delay'),
    ts_delay: overTime('ts_delay'),
    delta: overTime('ts_diff'),
    ts_delta: overTime('ts_diff'),
    correlation: overTime('ts_corr', ['CONSTANT_WINDOW'], 2),
    corr: overTime('ts_corr', ['CONSTANT_WINDOW'], 2),
    ts_corr: overTime('ts_corr', ['CONSTANT_WINDOW'], 2),
    decay_linear: overTime('ts_decay_linear', ['DECAY_WEIGHTS']),
    ts_decay_linear: overTime('ts_decay_linear', ['DECAY_WEIGHTS']),
    ts_min: overTime('ts_min'),
    ts_max: overTime('ts_max'),
    min: overTime('ts_min'),
    max: overTime('ts_max'),
    ts_argmax: overTime('idx_max', ['ARGMAX_BASE']),
    ts_argmin: overTime('idx_min', ['ARGMAX_BASE']),
    ts_rank: overTime('ts_rank', ['TS_RANK']),
    sum: overTime('ts_sum'),
    ts_sum: overTime('ts_sum'),
    mean: overTime('ts_mean'),
    ts_mean: overTime('ts_mean'),
    stddev: overTime('ts_std', ['STD_DDOF']),
    ts_std: overTime('ts_std', ['STD_DDOF']),
    ts_std_dev: overTime('ts_std', ['STD_DDOF']),
  }),
);

const COVARIANCES = new Set(['covariance', 'cov', 'ts_covariance']);

const FIELDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    open: 'OPEN',
    high: 'HIGH',
    low: 'LOW',
    close: 'CLOSE',
    volume: 'VOLUME',
    vwap: 'VWAP',
    amount: 'AMOUNT',
    turnover: 'TURNOVER_RATE',
    cap: 'FLOAT_CAP',
  }),
);

/**
 * Reads a formula in the manner of the "101 Formulaic Alphas": `(-1 * correlation(rank(open), rank(volume), 10))`. Names are read
 * in any case. Conditions, comparisons, powers, products over time, scale, signedpower, indneutralize and constants other than
 * windows and factors of 1 or -1 are refused.
 * @returns a Refusal FORMULA_* with the position in the text
 */
export const readWorldQuant = (text: string, language: Language): Result<ForeignProgram, Refusal> =>
  readForeign(text, language, WORLDQUANT);

const WORLDQUANT: Dialect = { readField, readCall, notesOf: wholeNotes };

function wholeNotes({ nodes }: Program): readonly DialectNoteCode[] {
  const divides = nodes.some((node) => node.kind === 'operation' && node.operator === 'protecteddiv');
  return divides ? ['DIVISION'] : [];
}

function readField(name: string, span: ForeignNode['span'], reading: ForeignReading): Signed {
  const { draft } = reading;
  const word = name.toLowerCase();
  if (word === 'returns') {
    reading.note('RETURNS_PARTS');
    const close = draft.field('CLOSE', span);
    const change = draft.operation('ts_diff', [close], 1, span);
    return draft.operation(
      'protecteddiv',
      [change, draft.operation('ts_delay', [close], 1, span)],
      null,
      span,
    );
  }
  const adv = /^adv(\d{1,4})$/.exec(word)?.[1];
  if (adv !== undefined) {
    reading.note('ADV_AMOUNT', 'FULL_WINDOWS');
    return draft.operation('ts_mean', [draft.field('AMOUNT', span)], Number(adv), span);
  }
  if (word === 'cap') reading.note('CAP_FLOAT');
  const field = FIELDS.get(word);
  if (field !== undefined) return draft.field(field, span);
  const remedy = didYouMean(word, [...FIELDS.keys(), 'returns', 'adv20']) ?? 'see the fields of the paper';
  throw untranslatable(
    'a field',
    { expected: `one of ${[...FIELDS.keys()].join(', ')}, returns, adv{d}`, actual: name, remedy },
    span,
  );
}

function readCall(call: Call, reading: ForeignReading): Signed {
  const { operands, span } = call;
  const name = call.name.toLowerCase();
  if (COVARIANCES.has(name)) return readCovariance(call, reading);
  const meaning = FUNCTIONS.get(name);
  if (meaning === undefined) throw unknown(call);
  const wanted = meaning.operands + (meaning.window ? 1 : 0);
  if (operands.length !== wanted) throw wrongCount(call, wanted);
  const values = operands.slice(0, meaning.operands).map((operand) => reading.read(operand));
  reading.note(...meaning.notes);
  const window = meaning.window ? rowsOf(call, operands[meaning.operands], reading) : null;
  return reading.draft.operation(meaning.operator, values, window, span);
}

/** A covariance is a correlation times both deviations. */
function readCovariance(call: Call, reading: ForeignReading): Signed {
  const { operands, span } = call;
  const [left, right, rows] = operands;
  if (!left || !right || operands.length !== 3) throw wrongCount(call, 3);
  const { draft } = reading;
  const [x, y] = [reading.read(left), reading.read(right)];
  const window = rowsOf(call, rows, reading);
  reading.note('COVARIANCE_PARTS', 'FULL_WINDOWS', 'STD_DDOF');
  const corr = draft.operation('ts_corr', [x, y], window, span);
  const scaled = draft.operation(
    'multiply',
    [corr, draft.operation('ts_std', [x], window, span)],
    null,
    span,
  );
  return draft.operation('multiply', [scaled, draft.operation('ts_std', [y], window, span)], null, span);
}

function rowsOf(call: Call, node: ForeignNode | undefined, reading: ForeignReading): number {
  if (node?.kind === 'number' && !Number.isInteger(node.value)) reading.note('WINDOW_FLOORED');
  return windowOf(node, call.span, true);
}

const wrongCount = ({ name, operands, span }: Call, wanted: number): Refusal =>
  untranslatable(
    name,
    {
      expected: `${wanted} argument(s)`,
      actual: `${operands.length}`,
      remedy: 'min and max of two values and other forms have no counterpart here',
    },
    span,
  );

function unknown({ name, span }: Call): Refusal {
  const known = [...FUNCTIONS.keys(), 'covariance'];
  const remedy = didYouMean(name.toLowerCase(), known) ?? 'it has no counterpart among the operators here';
  return untranslatable(name, { expected: `one of ${known.join(', ')}`, actual: name, remedy }, span);
}
