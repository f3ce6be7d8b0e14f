import type { Program } from '../../core/program/program.ts';
import type { ImportedLeaves } from '../imported/imported-leaves.ts';
import type { Panel } from '../panel/panel.ts';
import { importedLeavesOf, keyOfLeaf, type Leaf, type MinuteLeaf } from '../plan/leaf.ts';
import { planProgram } from '../plan/plan.ts';
import { minuteLeavesOf } from '../reduction/minute-leaf.ts';
import type { MinuteReductions } from '../reduction/minute-reductions.ts';
import type { LeafTarget } from '../reduction/tile-reducer.ts';
import type { Dispatcher, ReductionsOf } from './dispatcher.ts';
import type { Task } from './task.ts';

/** Days of a pass are cut into this many parts a thread, so that threads end together. */
const PARTS_A_THREAD = 4;

/** Makes the leaves of programs ready before they are evaluated, once for all threads: minute bars reduced, imported values loaded. */
export class SharedLeaves {
  constructor(
    private readonly reductions: MinuteReductions,
    private readonly imported: ImportedLeaves,
    private readonly dispatcher: Dispatcher,
  ) {}

  /** The leaves' values, in their order; what is not known yet is made in one pass over the minute tiles. */
  reduce(
    panelId: number,
    panel: Panel,
    leaves: readonly MinuteLeaf[],
    urgent: boolean,
  ): Promise<LeafTarget[]> {
    return this.reductions.reduce(panel, leaves, async (targets) => {
      const days = panel.days.length;
      const part = Math.max(1, Math.ceil(days / (this.dispatcher.threads * PARTS_A_THREAD)));
      const tasks = [];
      for (let from = 0; from < days; from += part) {
        tasks.push({ kind: 'reduce' as const, targets, from, to: Math.min(days, from + part) });
      }
      await this.dispatcher.askAll(panelId, tasks, { urgent });
    });
  }

  /**
   * Makes what the programs read beside the panel ready, and says which of it a task needs.
   * @param until the last day that is asked for: imported values must reach it
   * @throws Refusal FORMULA_UNKNOWN_NAME, VALUES_BEHIND of imported values; as `reduce`
   */
  async prepare(
    panelId: number,
    panel: Panel,
    programs: readonly Program[],
    { urgent, until }: { readonly urgent: boolean; readonly until: string },
  ): Promise<ReductionsOf> {
    const leaves = [...leavesOf(programs).values()];
    if (leaves.length === 0) return () => [];
    const named = leaves.flatMap((leaf) => ('imported' in leaf ? [leaf] : []));
    const ofMinutes = leaves.flatMap((leaf) => ('imported' in leaf ? [] : [leaf]));
    const ready = [
      ...(await this.imported.load(panel, named, until)),
      ...(ofMinutes.length === 0 ? [] : await this.reduce(panelId, panel, ofMinutes, urgent)),
    ];
    const byKey = new Map(ready.map((values) => [keyOfLeaf(values.leaf), values]));
    return (task) => [...leavesOf(programsOf(task)).keys()].flatMap((key) => byKey.get(key) ?? []);
  }

  /** Programs in their order, in groups whose leaves fit into memory together. */
  group(panel: Panel, programs: readonly Program[]): Program[][] {
    const most = this.reductions.leavesThatFit(panel);
    const groups: Program[][] = [[]];
    let together = new Set<string>();
    for (const program of programs) {
      const keys = [...leavesOf([program]).keys()];
      const grown = new Set([...together, ...keys]);
      if (grown.size > most && together.size > 0) {
        groups.push([]);
        together = new Set(keys);
      } else together = grown;
      groups.at(-1)!.push(program);
    }
    return groups;
  }
}

/** What programs read beside the panel, by key. */
export function leavesOf(programs: readonly Program[]): Map<string, Leaf> {
  const leaves = programs
    .map(planProgram)
    .flatMap((plan) => [...minuteLeavesOf(plan), ...importedLeavesOf(plan)]);
  return new Map(leaves.map((leaf) => [keyOfLeaf(leaf), leaf]));
}

function programsOf(task: Task): readonly Program[] {
  if ('program' in task) return [task.program];
  return 'programs' in task ? task.programs : [];
}
