import { closeSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { invariant } from '../../../../core/outcome/refusal.ts';
import { diskRefusal } from '../../disk-full.ts';

/** Bytes that are written one after another and read again from any place. */
export interface SpillStore {
  /** @returns where the bytes begin */
  append(bytes: Uint8Array): number;
  /** Reads as many bytes as `into` holds. */
  read(offset: number, into: Uint8Array): void;
  close(): void;
}

/** One file, made with its folder when the first bytes come. Whoever named the folder removes it. */
export class SpillFile implements SpillStore {
  private file: number | null = null;
  private length = 0;

  constructor(private readonly path: string) {}

  /** @throws Refusal DISK_FULL */
  append(bytes: Uint8Array): number {
    try {
      return this.write(bytes);
    } catch (error) {
      throw diskRefusal(dirname(this.path), error);
    }
  }

  read(offset: number, into: Uint8Array): void {
    invariant(this.file !== null && offset + into.length <= this.length, 'what is read was written');
    for (let done = 0; done < into.length; ) {
      const read = readSync(this.file, into, done, into.length - done, offset + done);
      invariant(read > 0, 'a spill file stays as long as it was written');
      done += read;
    }
  }

  close(): void {
    if (this.file !== null) closeSync(this.file);
    this.file = null;
  }

  private write(bytes: Uint8Array): number {
    if (this.file === null) {
      mkdirSync(dirname(this.path), { recursive: true });
      this.file = openSync(this.path, 'wx+');
    }
    const offset = this.length;
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(this.file, bytes, done, bytes.length - done, offset + done);
    }
    this.length += bytes.length;
    return offset;
  }
}

/** In memory, for readings that store nothing. */
export class SpillMemory implements SpillStore {
  private readonly pieces: { readonly offset: number; readonly bytes: Uint8Array }[] = [];
  private length = 0;

  append(bytes: Uint8Array): number {
    const offset = this.length;
    this.pieces.push({ offset, bytes: bytes.slice() });
    this.length += bytes.length;
    return offset;
  }

  read(offset: number, into: Uint8Array): void {
    let [low, high] = [0, this.pieces.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.pieces[middle]!.offset <= offset) low = middle;
      else high = middle - 1;
    }
    for (let done = 0; done < into.length; low++) {
      const piece = this.pieces[low];
      invariant(piece !== undefined, 'what is read was written');
      const from = offset + done - piece.offset;
      const part = piece.bytes.subarray(from, from + into.length - done);
      into.set(part, done);
      done += part.length;
    }
  }

  close(): void {
    this.pieces.length = 0;
  }
}
