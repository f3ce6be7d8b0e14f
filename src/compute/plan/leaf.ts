import { importedNameOf } from '../../core/program/imported-field.ts';
import type { IntervalArguments } from '../../core/program/program.ts';
import type { LeafStep, Plan } from './plan.ts';

/** A reduction of minute bars to one value a day: the only way in which minute bars enter a program. */
export interface MinuteLeaf {
  readonly operator: string;
  /** Minute fields, one or two. */
  readonly fields: readonly string[];
  /** Null = the whole session. */
  readonly interval: IntervalArguments | null;
}

/** Imported values where they enter a program. */
export interface ImportedLeaf {
  /** Name of the values, without `imported_`. */
  readonly imported: string;
}

/** What a program reads that is not in its panel: whoever asks brings it along. */
export type Leaf = MinuteLeaf | ImportedLeaf;

/** A leaf with its values, [days x symbols] of a panel on shared memory; NaN = missing. */
export interface LeafValues {
  readonly leaf: Leaf;
  readonly values: Float64Array;
  /** Told where a leaf's values may grow: equal versions are equal values. */
  readonly version?: string;
}

/** The same text for the same leaf: what caches go by, together with the dataset and the version. */
export const keyOfLeaf = (leaf: Leaf): string =>
  'imported' in leaf
    ? `imported ${leaf.imported}`
    : JSON.stringify([
        leaf.operator,
        leaf.fields,
        leaf.interval && [leaf.interval.reducer, leaf.interval.from, leaf.interval.to],
      ]);

/** The imported values that a step reads; null for a field of the market. */
export function importedLeafOf({ field }: LeafStep): ImportedLeaf | null {
  const imported = importedNameOf(field);
  return imported === null ? null : { imported };
}

/** Every imported leaf of a plan, each once. */
export function importedLeavesOf({ steps }: Plan): ImportedLeaf[] {
  const leaves = new Map<string, ImportedLeaf>();
  for (const step of steps) {
    const leaf = step.kind === 'leaf' ? importedLeafOf(step) : null;
    if (leaf !== null) leaves.set(leaf.imported, leaf);
  }
  return [...leaves.values()];
}
