import { createHash, type Hash } from 'node:crypto';
import { encodeDay } from './day-chunk.ts';
import { MemoryMinuteBars } from './memory-minutes.ts';
import type { MinuteSource, TiledDay, TiledField } from './minute-source.ts';
import { changedDay, TiledMinuteBars } from './tile-reader.ts';

/** The bytes of one day and field (`layoutOf`), read from the first to the last. */
export interface ChunkStream {
  readonly form: Pick<TiledDay, 'decimals' | 'adjusted'>;
  /** Reads as many bytes as `into` holds. */
  read(into: Uint8Array): void;
  /** After the last byte. @throws Refusal DATASET_CHANGED when the bytes are not those that were written */
  end(): void;
}

/** Opens days of minute bars as tiles, in whichever thread it was made. */
export interface ChunkReader {
  /** Null of a day without bars. */
  open(field: string, day: number): ChunkStream | null;
  close(): void;
}

export function openChunks(source: MinuteSource): ChunkReader {
  if (source.kind === 'tiles') return new TileChunks(new TiledMinuteBars(source));
  const bars = new MemoryMinuteBars(source);
  const { shape } = source;
  return {
    open: (field, day) => {
      const encoded = encodeDay(bars.readDay(field, day), shape.bars, shape.symbols);
      return encoded && streamOf(encoded.form, encoded.bytes);
    },
    close: () => undefined,
  };
}

function streamOf(form: ChunkStream['form'], bytes: Uint8Array): ChunkStream {
  let at = 0;
  return {
    form,
    read: (into) => {
      into.set(bytes.subarray(at, at + into.length));
      at += into.length;
    },
    end: () => undefined,
  };
}

class TileChunks implements ChunkReader {
  constructor(private readonly bars: TiledMinuteBars) {}

  open(name: string, day: number): ChunkStream | null {
    const field = this.bars.fieldOf(name);
    const form = field.days[day];
    if (!form) return null;
    const hash = field.verified[day] === 1 ? null : createHash('sha256');
    let offset = form.offset;
    return {
      form,
      read: (into) => {
        this.bars.readBytes(field, offset, into);
        hash?.update(into);
        offset += into.length;
      },
      end: () => compare(field, day, form, hash),
    };
  }

  close(): void {
    this.bars.close();
  }
}

function compare(field: TiledField, day: number, form: TiledDay, hash: Hash | null): void {
  if (hash === null) return;
  const actual = hash.digest('hex');
  if (actual !== form.sha256) throw changedDay(field, day, form, actual);
  field.verified[day] = 1;
}
