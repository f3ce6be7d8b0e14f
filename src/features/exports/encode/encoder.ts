import type { Batch } from '../export-column.ts';

/** Turns batches into the bytes of one file, as they come. Each answer is what may be sent now, perhaps nothing. */
export interface Encoder {
  encode(batch: Batch): Uint8Array[];
  finish(): Uint8Array[];
}
