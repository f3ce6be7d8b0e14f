import { MemoryMinuteBars } from './memory-minutes.ts';
import type { MinuteBars, MinuteSource } from './minute-source.ts';
import { TiledMinuteBars } from './tile-reader.ts';

/** Opens minute bars for reading, in whichever thread it is called. Close what was opened. */
export function openMinutes(source: MinuteSource): MinuteBars {
  return source.kind === 'memory' ? new MemoryMinuteBars(source) : new TiledMinuteBars(source);
}
