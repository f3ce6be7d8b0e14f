import { labelsBytes } from '../../kernels/wasm/day-exports.ts';
import type { Panel } from '../../panel/panel.ts';
import { matrixBytes } from './block-layout.ts';
import { scratchBytes } from './scratch-bytes.ts';
import { MOST_BYTES } from './shared-panel.ts';
import { measuresOf } from './task-needs.ts';

/** Matrices of one thread: the factor and what waits where stocks meet; temporaries are a few columns. */
const LEAST_MATRICES = 3;
const AMPLE_MATRICES = 8;
/** Inputs of one formula that must fit, with the universe. */
const LEAST_INPUTS = 8;
/** Reductions of minute bars that are to fit beside all daily fields. */
const AMPLE_LEAVES = 32;
/** Periods and universes of several runs. */
const AMPLE_PERIODS = 3;

export interface SearchBudget {
  /** Without which few formulas could be judged. */
  readonly least: number;
  /** With which nothing need be laid out twice. */
  readonly ample: number;
}

/** What the search takes of memory for a panel, beside the panel's own float64 arrays. */
export function searchBudget(panel: Panel, threads: number): SearchBudget {
  const { rows, blocks } = measuresOf(panel);
  const matrix = matrixBytes(rows, blocks);
  const labels = labelsBytes(rows, blocks);
  const workspaces = (matrices: number): number => threads * (matrices * matrix + 2 * scratchBytes(blocks));
  const fields = panel.matrices.size + panel.vectors.size;
  const leaves = panel.minutes === null ? 0 : AMPLE_LEAVES;
  const least = workspaces(LEAST_MATRICES) + LEAST_INPUTS * matrix + labels;
  const inputs = Math.max(LEAST_INPUTS, fields + leaves + AMPLE_PERIODS);
  const ample = workspaces(AMPLE_MATRICES) + inputs * matrix + AMPLE_PERIODS * labels;
  return { least, ample: Math.max(least, Math.min(ample, MOST_BYTES)) };
}
