import type { BlockKernels } from './block-exports.ts';
import type { DayKernels } from './day-exports.ts';
import type { MinuteKernels } from './minute-exports.ts';
import type { SketchKernels } from './sketch-exports.ts';

/** Everything that dist/kernels.wasm exports, by the files that own the signatures. */
export interface KernelExports extends BlockKernels, DayKernels, MinuteKernels, SketchKernels {}
