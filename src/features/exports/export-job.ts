import type { CopiedQuery } from './copied-rows.store.ts';
import type { TableHead } from './export-column.ts';
import type { ExportFormat } from './export-format.ts';
import type { FactorValues } from './factor-values.ts';

/** Where the rows of an export come from. */
export type ExportSource =
  | { readonly kind: 'query'; readonly query: CopiedQuery }
  | { readonly kind: 'values'; readonly values: FactorValues };

/** One file that is asked for; sent to a thread. */
export interface ExportJob {
  readonly format: ExportFormat;
  readonly head: TableHead;
  readonly source: ExportSource;
}

/** What the thread tells: pieces of the file, then its end or what went wrong. */
export type ExportMessage =
  | { readonly kind: 'piece'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end' }
  /** With the code of the database or the file system, where it has one. */
  | { readonly kind: 'failure'; readonly message: string; readonly code: string | null };

/** Pieces that may be under way before the reader has taken the first. */
export const PIECES_AHEAD = 2;
