import { INSTRUCTION_WORDS } from '../../kernels/wasm/block-exports.ts';
import { verdictBytes } from '../../kernels/wasm/day-exports.ts';
import type { StagePlan } from '../../plan/stage.ts';
import { matrixBytes, ROW_BYTES } from './block-layout.ts';
import { scratchBytes } from './scratch-bytes.ts';

/** Where everything lies that a thread needs to run one plan, as offsets from the start of its workspace. */
export interface WorkspaceLayout {
  /** Working memory of the kernels. */
  readonly scratch: number;
  readonly code: number;
  /** What the judge says of each row. */
  readonly verdict: number;
  readonly temporaries: number;
  /** A column of a block: a temporary, or one block of a matrix. */
  readonly columnBytes: number;
  readonly matrices: number;
  readonly matrixBytes: number;
  /** All together. */
  readonly bytes: number;
}

/** @param rows that the plan is run on, its warm-up included */
export function layOutWorkspace(plan: StagePlan, rows: number, blocks: number): WorkspaceLayout {
  const steps = plan.stages.reduce((sum, stage) => sum + stage.steps.length, 0);
  const code = aligned(scratchBytes(blocks));
  const verdict = code + aligned(steps * INSTRUCTION_WORDS * Int32Array.BYTES_PER_ELEMENT);
  const temporaries = verdict + aligned(verdictBytes(rows));
  const columnBytes = rows * ROW_BYTES;
  const matrices = temporaries + plan.temporaries * columnBytes;
  const ofMatrix = matrixBytes(rows, blocks);
  const bytes = matrices + plan.matrices * ofMatrix;
  return { scratch: 0, code, verdict, temporaries, columnBytes, matrices, matrixBytes: ofMatrix, bytes };
}

const aligned = (bytes: number): number => Math.ceil(bytes / ROW_BYTES) * ROW_BYTES;
