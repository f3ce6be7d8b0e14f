import { invariant } from '../../../core/outcome/refusal.ts';
import { INSTRUCTION_WORDS } from '../../kernels/wasm/block-exports.ts';
import type { KernelExports } from '../../kernels/wasm/kernel-exports.ts';
import { OPCODES, OPERATOR_OPCODES } from '../../kernels/wasm/opcodes.ts';
import type { RowRange } from '../../plan/run-plan.ts';
import type { BlockStep, Place, StagePlan } from '../../plan/stage.ts';
import { ROW_BYTES } from './block-layout.ts';
import { layOutWorkspace, type WorkspaceLayout } from './workspace-layout.ts';

/** What a plan is run on. Addresses are bytes of the panel's memory. */
export interface StageSetting {
  readonly plan: StagePlan;
  /** Rows of the panel that are wanted. */
  readonly rows: RowRange;
  /** Blocks from the first one on. */
  readonly blocks: number;
  /** Rows of the panel, on which inputs and mask are laid out. */
  readonly panelRows: number;
  /** Addresses of the plan's inputs. */
  readonly inputs: readonly number[];
  /** The universe, which operators across stocks need; null where the plan has none. */
  readonly mask: number | null;
  readonly workspace: number;
}

/** A matrix or an input: the first row of its first block, and the way from one block to the next, in bytes. */
export interface Operand {
  readonly address: number;
  readonly stride: number;
}

/** A factor: its first wanted row, and the way from one block to the next. */
export interface Factor extends Operand {
  /** Wanted rows. */
  readonly rows: number;
  readonly blocks: number;
  /** Where the judge may write what it says of the rows. */
  readonly verdict: number;
}

type Placer = (place: Place) => Operand;

/**
 * Runs a plan stage after stage, each over one block after another.
 * @returns where the factor lies: valid until the workspace is used again
 */
export function runStages(kernels: KernelExports, memory: SharedArrayBuffer, setting: StageSetting): Factor {
  const { plan, rows: wanted, blocks, workspace } = setting;
  const from = Math.max(0, wanted.from - plan.warmUpRows);
  const rows = wanted.to - from;
  const layout = layOutWorkspace(plan, rows, blocks);
  const operandOf = placer(setting, layout, from);
  const scratch = workspace + layout.scratch;
  let code = workspace + layout.code;
  for (const { steps, barriers } of plan.stages) {
    const words = new Int32Array(memory, code, steps.length * INSTRUCTION_WORDS);
    for (const [at, step] of steps.entries()) words.set(instruction(step, operandOf), at * INSTRUCTION_WORDS);
    kernels.runBlocks(code, steps.length, 0, blocks, rows, from, scratch);
    code += words.byteLength;
    for (const { operator, from: operand, out: result } of barriers) {
      invariant(setting.mask !== null, 'operators across stocks are given the universe');
      const across = operator === 'cs_rank' ? kernels.csRank : kernels.csNorm;
      const [a, out] = [operandOf(operand), operandOf(result)];
      const mask = setting.mask + from * ROW_BYTES;
      const maskStride = setting.panelRows * ROW_BYTES;
      across(out.address, out.stride, a.address, a.stride, mask, maskStride, rows, blocks, scratch);
    }
  }
  const { address, stride } = operandOf(plan.result);
  return {
    address: address + (wanted.from - from) * ROW_BYTES,
    stride,
    rows: wanted.to - wanted.from,
    blocks,
    verdict: workspace + layout.verdict,
  };
}

function placer(setting: StageSetting, layout: WorkspaceLayout, from: number): Placer {
  const { plan, inputs, panelRows, workspace } = setting;
  return ({ kind, index }) => {
    switch (kind) {
      case 'input': {
        const stride = plan.inputs[index]?.kind === 'vector' ? 0 : panelRows * ROW_BYTES;
        return { address: inputs[index]! + from * ROW_BYTES, stride };
      }
      case 'temporary':
        return { address: workspace + layout.temporaries + index * layout.columnBytes, stride: 0 };
      case 'matrix':
        return {
          address: workspace + layout.matrices + index * layout.matrixBytes,
          stride: layout.columnBytes,
        };
    }
  };
}

/** Operator, window, then address and stride of result, first and second operand. */
function instruction({ operator, window, operands, out }: BlockStep, operandOf: Placer): number[] {
  const [a, b = a] = operands.map(operandOf);
  const opcode = operator === 'copy' ? OPCODES.COPY : OPERATOR_OPCODES.get(operator);
  invariant(a !== undefined && b !== undefined && opcode !== undefined, `${operator} runs over blocks`);
  const to = operandOf(out);
  return [opcode, window, to.address, to.stride, a.address, a.stride, b.address, b.stride];
}
