import { invariant } from '../../core/outcome/refusal.ts';
import { barsOf } from '../../core/program/check-interval.ts';
import type { Session } from '../../core/program/program.ts';
import { INTERVAL_OPCODES, SESSION_OPCODES } from '../kernels/wasm/minute-opcodes.ts';
import type { MinuteLeaf } from '../plan/leaf.ts';

/** A leaf as the kernels take it; fields by number. */
export interface LeafCode {
  readonly opcode: number;
  readonly x: number;
  /** Equal to `x` where there is one field. */
  readonly y: number;
  /** Bars of the session: `from` inclusive, `to` exclusive. */
  readonly from: number;
  readonly to: number;
}

/** 32-bit words of a leaf, and of a field, in the kernels' memory. */
export const RECORD_WORDS = 8;

/** @param fields of which the leaf's are some */
export function leafCode(leaf: MinuteLeaf, fields: readonly string[], session: Session): LeafCode {
  const { operator, interval } = leaf;
  const opcode = interval === null ? SESSION_OPCODES.get(operator) : INTERVAL_OPCODES[interval.reducer];
  invariant(opcode !== undefined, `${operator} has a kernel that reduces minute bars`);
  const [x, y] = leaf.fields.map((field) => fields.indexOf(field));
  invariant(x !== undefined, `${operator} reduces a minute field`);
  const range = rangeOf(leaf, session);
  return { opcode, x, y: y ?? x, ...range };
}

/** Stamps ascend, so the bars of an interval are neighbours. */
function rangeOf({ interval }: MinuteLeaf, session: Session): { readonly from: number; readonly to: number } {
  if (interval === null) return { from: 0, to: session.barStamps.length };
  const bars = barsOf(interval, session);
  const from = bars[0] ?? 0;
  return { from, to: from + bars.length };
}
