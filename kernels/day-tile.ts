import { load, ROW_BYTES, store } from './lanes';

/** Dates that are turned from blocks into rows at a time: reads stay contiguous and the tile stays in the second-level cache. */
export const TILE_DAYS: i32 = 16;

/** Bytes of a date's row of so many blocks. */
@inline export function dayBytes(blocks: i32): usize {
  return (<usize>blocks) * ROW_BYTES;
}

/** Bytes of a tile. */
@inline export function tileBytes(blocks: i32): usize {
  return <usize>TILE_DAYS * dayBytes(blocks);
}

/** Copies `days` dates from blocks to rows: out[day][block][16]. */
export function gatherDays(out: usize, from: usize, stride: usize, days: i32, blocks: i32): void {
  const bytes = dayBytes(blocks);
  for (let block = 0; block < blocks; block++) {
    let at = out + <usize>block * ROW_BYTES;
    let source = from + <usize>block * stride;
    for (let day = 0; day < days; day++) {
      store(at, load(source));
      v128.store(at, v128.load(source, 16), 16);
      v128.store(at, v128.load(source, 32), 32);
      v128.store(at, v128.load(source, 48), 48);
      at += bytes;
      source += ROW_BYTES;
    }
  }
}

/** The way back: copies `days` dates from rows to blocks. */
export function scatterDays(out: usize, stride: usize, from: usize, days: i32, blocks: i32): void {
  const bytes = dayBytes(blocks);
  for (let block = 0; block < blocks; block++) {
    let source = from + <usize>block * ROW_BYTES;
    let at = out + <usize>block * stride;
    for (let day = 0; day < days; day++) {
      store(at, load(source));
      v128.store(at, v128.load(source, 16), 16);
      v128.store(at, v128.load(source, 32), 32);
      v128.store(at, v128.load(source, 48), 48);
      at += ROW_BYTES;
      source += bytes;
    }
  }
}
