import type { LabelSpec } from '../../core/experiment/experiment.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { AT_LOWER_LIMIT, AT_UPPER_LIMIT } from '../../core/statistics/tear-sheet/limit-bits.ts';
import type { Panel } from '../panel/panel.ts';
import { boardLimitPercent, boardOf, looksLikeAShare } from './board-rules.ts';

export interface LimitStates {
  /** [panel days x symbols], bits AT_UPPER_LIMIT and AT_LOWER_LIMIT; null = the rule is off. */
  readonly states: Uint8Array | null;
  readonly notes: readonly string[];
}

/**
 * Which stock-days close at which price limit. `limits` compares with the limit columns, `board` with the A-share board rules,
 * `auto` takes the first of the two for which the dataset has what is needed, else none and says so.
 * @throws Refusal UNIVERSE_UNAVAILABLE when `limits` or `board` lacks its columns
 * Source: framework, sections 7 and 8 ("Untradable days").
 */
export function limitStates(panel: Panel, rule: LabelSpec['dropLimitLocked']): LimitStates {
  switch (rule) {
    case 'off':
      return { states: null, notes: [] };
    case 'limits':
      return { states: byLimitColumns(panel) ?? refuse('limits', 'limit_up and limit_down'), notes: [] };
    case 'board':
      return { states: byBoardRules(panel) ?? refuse('board', 'unadjusted closes'), notes: [] };
    case 'auto':
      return automatic(panel);
  }
}

function automatic(panel: Panel): LimitStates {
  const limits = byLimitColumns(panel);
  if (limits !== null) return { states: limits, notes: ['LIMIT_LOCKED_BY_COLUMNS'] };
  const board = panel.symbols.every(looksLikeAShare) ? byBoardRules(panel) : null;
  if (board !== null) return { states: board, notes: ['LIMIT_LOCKED_BY_BOARD_RULES'] };
  return { states: null, notes: ['LIMIT_LOCKED_UNKNOWN'] };
}

function refuse(rule: string, need: string): never {
  throw new Refusal('UNIVERSE_UNAVAILABLE', `Dropping limit-locked labels by ${rule} needs ${need}.`, {
    expected: need,
    actual: 'no such columns in the dataset',
    where: 'label.dropLimitLocked',
    remedy: 'Import the columns, or set dropLimitLocked to auto or off.',
  });
}

function byLimitColumns(panel: Panel): Uint8Array | null {
  const { rawClose, limitUp, limitDown } = panel.attributes;
  if (rawClose === null || limitUp === null || limitDown === null) return null;
  return Uint8Array.from(rawClose, (close, cell) => {
    const cents = centsOf(close);
    return stateOf(cents, centsOf(limitUp[cell]!), centsOf(limitDown[cell]!));
  });
}

/** Limit price = previous close x (1 +- limit), rounded to the cent, half up: computed in whole cents. */
function byBoardRules(panel: Panel): Uint8Array | null {
  const { rawClose, rawPreviousClose, isSt } = panel.attributes;
  if (rawClose === null || rawPreviousClose === null) return null;
  const stocks = panel.symbols.length;
  const boards = panel.symbols.map(boardOf);
  return Uint8Array.from(rawClose, (close, cell) => {
    const board = boards[cell % stocks] ?? null;
    const day = panel.days[Math.floor(cell / stocks)]!;
    const percent = boardLimitPercent(board, day, isSt?.[cell] === 1);
    const cents = centsOf(close);
    const previous = centsOf(rawPreviousClose[cell]!);
    const up = Math.round((previous * (100 + percent)) / 100);
    const down = Math.round((previous * (100 - percent)) / 100);
    return stateOf(cents, up, down);
  });
}

const stateOf = (close: number, up: number, down: number): number =>
  (close === up ? AT_UPPER_LIMIT : 0) | (close === down ? AT_LOWER_LIMIT : 0);

/** Whole cents of a price; NaN stays NaN, which equals nothing. */
const centsOf = (price: number): number => Math.round(price * 100);
