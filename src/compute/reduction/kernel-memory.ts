import type { MinuteShape } from '../panel/minute/minute-source.ts';
import { RECORD_WORDS } from './leaf-code.ts';

const PAGE = 65536;
const ALIGNMENT = 64;
const TILE_STOCKS = 16;
const FLOAT_ROW = TILE_STOCKS * 8;
/** Tiles of all fields that are read at a time: few enough for the caches, and so many that reading is quick. */
const GROUP_BYTES = 1536 * 1024;
/** What kernels/minute-reduce.ts asks for beside widened tiles. */
const SCRATCH_HEAD = 256;
const HALF_ROW = 64;

/** Places in the memory of the reducing kernels, in bytes. */
export interface MemoryPlan {
  readonly leaves: number;
  readonly fields: number;
  readonly scratch: number;
  /** Results of leaf k at outs + k x outBytes: [padded stocks] float64. */
  readonly outs: number;
  readonly outBytes: number;
  /** Counts and factors of field k. */
  readonly heads: number;
  readonly headBytes: number;
  /** Tiles of field k. */
  readonly tiles: number;
  readonly fieldTileBytes: number;
  /** Blocks that are read and reduced at a time. */
  readonly groupBlocks: number;
  readonly blocks: number;
  readonly pages: number;
}

/** Lays out the memory for so many leaves and fields at once. The first page belongs to the kernels. */
export function planMemory({ bars, symbols }: MinuteShape, leaves: number, fields: number): MemoryPlan {
  const blocks = Math.ceil(symbols / TILE_STOCKS);
  const padded = blocks * TILE_STOCKS;
  const groupBlocks = Math.max(
    1,
    Math.min(blocks, Math.floor((2 * GROUP_BYTES) / (fields * bars * FLOAT_ROW))),
  );
  const fieldTileBytes = groupBlocks * bars * FLOAT_ROW;
  const outBytes = padded * 8;
  const headBytes = align(padded * 2) + align(padded * 8);
  let at = PAGE;
  const take = (bytes: number): number => {
    const place = at;
    at = align(at + bytes);
    return place;
  };
  return {
    leaves: take(leaves * RECORD_WORDS * 4),
    fields: take(fields * RECORD_WORDS * 4),
    scratch: take(SCRATCH_HEAD + (fields + 2) * bars * HALF_ROW),
    outs: take(leaves * outBytes),
    outBytes,
    heads: take(fields * headBytes),
    headBytes,
    tiles: take(fields * fieldTileBytes),
    fieldTileBytes,
    groupBlocks,
    blocks,
    pages: Math.ceil(at / PAGE),
  };
}

const align = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
