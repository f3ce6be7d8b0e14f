/**
 * Arrays on memory that worker threads share without a copy. Panels hold no other kind.
 * @throws RangeError when the machine has not that much memory
 */
export function sharedFloats(length: number, fill = Number.NaN): Float64Array {
  const values = new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));
  // Fresh memory is zero already, and touching it costs time.
  return fill === 0 ? values : values.fill(fill);
}

/** As `sharedFloats`, for flags; starts at zero. */
export function sharedFlags(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

/**
 * Gives every missing value the one NaN and every zero the one sign, so that equal numbers have equal bytes
 * and hence equal hashes.
 */
export function canonicaliseFloats(values: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) values[i] = Number.NaN;
    else if (value === 0) values[i] = 0;
  }
}
