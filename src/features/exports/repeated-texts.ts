/** Places where texts are remembered; a power of two. */
const PLACES = 1024;
/** Texts after which a column is known to repeat itself, or not to. */
const TRIED = 8192;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Reads the texts of one column. Most columns hold few - a hash, a market, names of operators - again and again: bytes that equal
 * those last read in their place give the same string, and no garbage. A column of which less than half repeats is read plainly
 * from then on. Cost: a nanosecond a byte, twice.
 */
export class RepeatedTexts {
  private readonly places = new Array<{ readonly bytes: Uint8Array; readonly text: string }>(PLACES);
  private tried = 0;
  private repeated = 0;

  read(bytes: Buffer, at: number, length: number): string {
    const end = at + length;
    if (this.tried === TRIED && this.repeated * 2 < TRIED) return bytes.toString('utf8', at, end);
    const place = hashOf(bytes, at, end) & (PLACES - 1);
    const known = this.places[place];
    const isKnown = known !== undefined && bytes.compare(known.bytes, 0, known.bytes.length, at, end) === 0;
    if (this.tried < TRIED) {
      this.tried++;
      if (isKnown) this.repeated++;
    }
    if (isKnown) return known.text;
    const text = bytes.toString('utf8', at, end);
    this.places[place] = { bytes: Uint8Array.from(bytes.subarray(at, end)), text };
    return text;
  }
}

/** FNV-1a, folded. */
function hashOf(bytes: Uint8Array, at: number, end: number): number {
  let hash = FNV_OFFSET;
  for (let i = at; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, FNV_PRIME);
  return hash ^ (hash >>> 15);
}
