import type { Program } from '../../../core/program/program.ts';
import { rowsOf } from '../../evaluation/prepare-period.ts';
import { labelsBytes } from '../../kernels/wasm/day-exports.ts';
import type { Panel } from '../../panel/panel.ts';
import { keyOfLeaf, type LeafValues } from '../../plan/leaf.ts';
import { planProgram } from '../../plan/plan.ts';
import type { PlanInput, StagePlan } from '../../plan/stage.ts';
import { looksAcross, stagePlan } from '../../plan/stage-plan.ts';
import type { Frame, Task } from '../task.ts';
import { blocksOf, matrixBytes, ROW_BYTES } from './block-layout.ts';
import type { RegionNeed } from './region.ts';
import { layOutWorkspace } from './workspace-layout.ts';

/** A panel's measures, as far as regions are concerned. */
export interface PanelMeasures {
  readonly rows: number;
  readonly blocks: number;
}

export const measuresOf = (panel: Panel): PanelMeasures => ({
  rows: panel.days.length,
  blocks: blocksOf(panel.symbols.length),
});

/**
 * The regions that a thread needs for a task: none where the exact engine answers.
 * @param leaves that come along with the task
 * @throws Refusal PERIOD_INVALID
 * Cost some microseconds a program: it runs on the service's thread.
 */
export function needsOf(
  task: Task,
  panel: Panel,
  thread: number,
  leaves: readonly LeafValues[] = [],
): readonly RegionNeed[] {
  switch (task.kind) {
    case 'judge':
      return searchNeeds([task.program], task.frame, { panel, thread, leaves, share: 1, labels: true });
    case 'score':
      return searchNeeds(task.programs, task.frame, {
        panel,
        thread,
        leaves,
        share: task.share,
        labels: true,
      });
    case 'sketch':
      return searchNeeds(task.programs, task.frame, { panel, thread, leaves, share: 1, labels: false });
    case 'correlations':
      if (task.engine === 'exact') return [];
      return searchNeeds(task.programs, task.frame, { panel, thread, leaves, share: 1, labels: false });
    default:
      return [];
  }
}

interface SearchSetting {
  readonly panel: Panel;
  readonly thread: number;
  readonly leaves: readonly LeafValues[];
  /** Of the blocks. */
  readonly share: number;
  /** Whether factors are to be judged; else they are correlated, and only their universe is of interest. */
  readonly labels: boolean;
}

function searchNeeds(
  programs: readonly Program[],
  frame: Frame,
  { panel, thread, leaves, share, labels }: SearchSetting,
): readonly RegionNeed[] {
  const measures = measuresOf(panel);
  const period = rowsOf(panel, frame.period);
  const plans = programs.map((program) => stagePlan(planProgram(program)));
  const needs = new Map<string, RegionNeed>();
  const add = (need: RegionNeed): void => {
    needs.set(need.key, need);
  };
  for (const plan of plans) for (const input of plan.inputs) add(inputNeed(input, measures, leaves));
  const blocks = blocksOfShare(measures.blocks, share);
  if (labels) add(labelsNeed(frame, period.to - period.from, { blocks, share }));
  if (!labels || plans.some(looksAcross)) add(maskNeed(frame, measures));
  const rowsOfPlan = (plan: StagePlan): number => period.to - Math.max(0, period.from - plan.warmUpRows);
  const bytes = Math.max(...plans.map((plan) => layOutWorkspace(plan, rowsOfPlan(plan), blocks).bytes));
  add({ key: workspaceKey(thread), source: { kind: 'workspace' }, bytes });
  return [...needs.values()];
}

export function inputNeed(
  input: PlanInput,
  { rows, blocks }: PanelMeasures,
  leaves: readonly LeafValues[],
): RegionNeed {
  const bytes = input.kind === 'vector' ? rows * ROW_BYTES : matrixBytes(rows, blocks);
  return { key: inputKey(input, leaves), source: input, bytes };
}

/** With the version of what may grow: a region is never written to again. */
export function inputKey(input: PlanInput, leaves: readonly LeafValues[]): string {
  if (input.kind !== 'leaf') return `${input.kind} ${input.field}`;
  const key = keyOfLeaf(input.leaf);
  const version = leaves.find(({ leaf }) => keyOfLeaf(leaf) === key)?.version;
  return version === undefined ? `leaf ${key}` : `leaf ${key} ${version}`;
}

export const workspaceKey = (thread: number): string => `workspace ${thread}`;

export const maskKey = ({ definition: { universe } }: Frame): string =>
  `mask ${JSON.stringify([
    universe.excludeSt,
    universe.excludeFirstDays,
    universe.minimumPrice,
    universe.minimumAmount,
  ])}`;

function maskNeed(frame: Frame, { rows, blocks }: PanelMeasures): RegionNeed {
  const source = { kind: 'mask', universe: frame.definition.universe } as const;
  return { key: maskKey(frame), source, bytes: matrixBytes(rows, blocks) };
}

/** Labels depend on universe, label rule and period; the rest of a definition reads them. */
export function labelsKey(frame: Frame, share: number): string {
  const { label } = frame.definition;
  const { from, to } = frame.period;
  const { lagDays, holdingDays, dropLimitLocked } = label;
  return `labels ${JSON.stringify([maskKey(frame), lagDays, holdingDays, dropLimitLocked, from, to, share])}`;
}

function labelsNeed(frame: Frame, rows: number, scope: { blocks: number; share: number }): RegionNeed {
  const { definition, period } = frame;
  const { blocks, share } = scope;
  const bytes = labelsBytes(rows, blocks);
  return { key: labelsKey(frame, share), source: { kind: 'labels', definition, period, share }, bytes };
}

/** Blocks of a share of them: one at least. */
export const blocksOfShare = (blocks: number, share: number): number =>
  Math.max(1, Math.ceil(blocks * share));
