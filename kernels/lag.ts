import { copy } from './copy';
import { bytesOf, load, missing, store, VECTOR_BYTES } from './lanes';

/** The value `lag` rows before; missing in the first `lag` rows. */
export function delay(out: usize, a: usize, rows: i32, lag: i32): void {
  missing(out, min(lag, rows));
  if (rows > lag) copy(out + bytesOf(lag), a, bytesOf(rows - lag));
}

/** The change since `lag` rows before; the rows between do not matter. */
export function difference(out: usize, a: usize, rows: i32, lag: i32): void {
  missing(out, min(lag, rows));
  const back = bytesOf(lag);
  const end = bytesOf(rows);
  for (let at = back; at < end; at += VECTOR_BYTES) {
    store(out + at, f32x4.sub(load(a + at), load(a + at - back)));
  }
}
