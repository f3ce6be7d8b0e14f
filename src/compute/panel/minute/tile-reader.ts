import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { invariant, Refusal } from '../../../core/outcome/refusal.ts';
import { adjustDay, decodeDay, layoutOf } from './day-chunk.ts';
import type {
  DayFigures,
  MinuteBars,
  MinuteShape,
  TiledDay,
  TiledField,
  TiledMinutes,
} from './minute-source.ts';

/**
 * Reads minute tiles. The bytes of a day are compared with their hash when this process reads them for the first
 * time, whichever thread does; after that they are taken as they are, for hashing costs ten times what reading does.
 */
export class TiledMinuteBars implements MinuteBars {
  private readonly files = new Map<string, number>();

  constructor(private readonly source: TiledMinutes) {}

  get shape(): MinuteShape {
    return this.source.shape;
  }

  get fields(): readonly string[] {
    return this.source.fields.map(({ name }) => name);
  }

  readDays(field: string, from: number, to: number): Float64Array {
    const perDay = this.shape.bars * this.shape.symbols;
    const values = new Float64Array((to - from) * perDay);
    for (let day = from; day < to; day++) {
      values.set(adjustDay(this.readDay(field, day)), (day - from) * perDay);
    }
    return values;
  }

  readDay(field: string, day: number): DayFigures {
    const { bars, symbols } = this.shape;
    const tiled = this.fieldOf(field);
    const form = tiled.days[day];
    if (!form) return { figures: new Float64Array(bars * symbols).fill(Number.NaN), factors: null };
    const bytes = new Uint8Array(form.bytes);
    this.readVerified(tiled, day, bytes);
    return decodeDay(bytes, form, bars, symbols);
  }

  countBars(field: string, day: number): Uint16Array {
    const { bars, symbols } = this.shape;
    const tiled = this.fieldOf(field);
    const form = tiled.days[day];
    if (!form) return new Uint16Array(symbols);
    const wanted = tiled.verified[day] === 1 ? 2 * symbols : form.bytes;
    const bytes = new Uint8Array(wanted);
    if (wanted === form.bytes) this.readVerified(tiled, day, bytes);
    else this.readBytes(tiled, form.offset, bytes);
    return new Uint16Array(bytes.buffer, layoutOf(form, bars, symbols).countsAt, symbols).slice();
  }

  close(): void {
    for (const file of this.files.values()) closeSync(file);
    this.files.clear();
  }

  /** Reads a whole day and compares it with its hash, unless this process has done so. */
  readVerified(field: TiledField, day: number, into: Uint8Array): void {
    const form = field.days[day];
    invariant(form, 'a day that is read has bars');
    this.readBytes(field, form.offset, into);
    if (field.verified[day] === 1) return;
    const actual = createHash('sha256').update(into).digest('hex');
    if (actual !== form.sha256) throw changedDay(field, day, form, actual);
    field.verified[day] = 1;
  }

  /** Reads as many bytes as `into` holds. */
  readBytes(field: TiledField, offset: number, into: Uint8Array): void {
    const file = this.fileOf(field);
    let done = 0;
    while (done < into.length) {
      const read = readSync(file, into, done, into.length - done, offset + done);
      if (read === 0)
        throw changedFile(field.path, `${offset + into.length} bytes or more`, `${offset + done}`);
      done += read;
    }
  }

  fieldOf(name: string): TiledField {
    const field = this.source.fields.find((one) => one.name === name);
    invariant(field !== undefined, `the panel has minute bars of ${name}`);
    return field;
  }

  private fileOf({ path }: TiledField): number {
    const known = this.files.get(path);
    if (known !== undefined) return known;
    try {
      const file = openSync(path, 'r');
      this.files.set(path, file);
      return file;
    } catch (error) {
      throw changedFile(path, 'the tiles that the import wrote', (error as NodeJS.ErrnoException).code ?? '');
    }
  }
}

/** Compares all tiles with their hashes, a day at a time. @throws Refusal DATASET_CHANGED */
export function verifyTiles(source: TiledMinutes): void {
  const bars = new TiledMinuteBars(source);
  try {
    for (const field of source.fields) {
      field.days.forEach((form, day) => {
        if (form !== null) bars.readVerified(field, day, new Uint8Array(form.bytes));
      });
    }
  } finally {
    bars.close();
  }
}

export const changedDay = (
  { path }: TiledField,
  day: number,
  { sha256 }: TiledDay,
  actual: string,
): Refusal => changedFile(`${path}, day ${day}`, sha256, actual);

/** Tiles that are not what was imported. */
export const changedFile = (where: string, expected: string, actual: string): Refusal =>
  new Refusal('DATASET_CHANGED', `${where} is not what was imported`, {
    expected,
    actual,
    where,
    remedy: 'Import the market again: the same files give the same dataset and mend it.',
  });
