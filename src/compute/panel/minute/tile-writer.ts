import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { invariant } from '../../../core/outcome/refusal.ts';
import { sharedFlags } from '../shared-arrays.ts';
import { adjustDay, encodeDay } from './day-chunk.ts';
import { digestDay } from './minute-digest.ts';
import type { DayFigures, TiledDay, TiledMinutes } from './minute-source.ts';

interface OpenField {
  readonly name: string;
  readonly path: string;
  readonly file: number;
  readonly days: (TiledDay | null)[];
  offset: number;
}

/** Name of the file of a field's tiles. */
export const tilesFile = (field: string): string => `minute-${field}.tiles`;

/**
 * Writes minute bars as tiles, day after day, in constant memory: about four times one field's day. What it returns
 * goes into a panel's content; `writePanel` then takes the files over (they must lie on its file system).
 */
export class MinuteTileWriter {
  private readonly fields: readonly OpenField[];
  private open = true;

  /**
   * @param folder made if it is not there; one file a field
   * @param symbols of the panel, in its order
   */
  constructor(
    folder: string,
    private readonly market: {
      readonly fields: readonly string[];
      readonly bars: number;
      readonly symbols: readonly string[];
    },
  ) {
    mkdirSync(folder, { recursive: true });
    this.fields = market.fields.map((name) => {
      const path = join(folder, tilesFile(name));
      return { name, path, file: openSync(path, 'wx'), days: [], offset: 0 };
    });
  }

  /**
   * Writes the next day of the panel. Fields that are not given have no bar that day. Prices are given as traded,
   * with factors (positive and finite), where they are to be adjusted: decimals take half the space of products.
   */
  addDay(figures: ReadonlyMap<string, DayFigures>): void {
    for (const field of this.fields) {
      const given = figures.get(field.name);
      field.days.push(given === undefined ? null : this.write(field, given));
    }
  }

  /** Flushes the files to the disk. */
  finish(): TiledMinutes {
    for (const { file } of this.fields) fsyncSync(file);
    this.close();
    const days = this.fields[0]?.days.length ?? 0;
    return {
      kind: 'tiles',
      shape: { days, bars: this.market.bars, symbols: this.market.symbols.length },
      // What this process wrote and hashed itself still has to come back from the disk as it was.
      fields: this.fields.map(({ name, path, days }) => ({
        name,
        path,
        days,
        verified: sharedFlags(days.length),
      })),
    };
  }

  /** Closes the files of a writing that is given up; whoever made the folder removes it. */
  close(): void {
    if (this.open) for (const { file } of this.fields) closeSync(file);
    this.open = false;
  }

  private write(field: OpenField, given: DayFigures): TiledDay | null {
    const { bars, symbols } = this.market;
    const cells = bars * symbols.length;
    invariant(given.figures.length === cells, `a day of ${field.name} has ${cells} figures`);
    const sound = given.factors?.every((factor) => factor > 0 && factor < Number.POSITIVE_INFINITY) ?? true;
    invariant(sound, `factors of ${field.name} are positive and finite`);
    const encoded = encodeDay(given, bars, symbols.length);
    if (encoded === null) return null;
    const { form, bytes } = encoded;
    const digest = digestDay(adjustDay({ ...given, figures: given.figures.slice() }), symbols);
    invariant(digest !== null, 'a day with bars has a digest');
    let written = 0;
    while (written < bytes.length) {
      written += writeSync(field.file, bytes, written, bytes.length - written);
    }
    const offset = field.offset;
    field.offset += bytes.length;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { ...form, offset, bytes: bytes.length, sha256, digest };
  }
}
