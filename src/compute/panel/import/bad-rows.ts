import { Refusal } from '../../../core/outcome/refusal.ts';
import { ownText } from './own-text.ts';

/** Why a row cannot be taken. Codes are stable; the words are for people. */
export const BAD_ROW_REASONS = {
  COLUMN_COUNT: 'the row has another number of columns than the header',
  NOT_A_DATE: 'not a date (YYYY-MM-DD, YYYYMMDD or YYYY/MM/DD)',
  NOT_A_TIME: 'not a time of day (HH:MM, HH:MM:SS or HHMM, whole minutes)',
  TIME_ZONE: 'carries a time zone or a time of day where local exchange days are expected',
  FUTURE_DATE: 'lies after today',
  NOT_A_TRADING_DAY: 'not a trading day of the series',
  NO_SYMBOL: 'no symbol, or one that is not a plain word of at most 32 characters',
  NOT_A_NUMBER: 'not a finite number',
  MISSING_VALUE: 'blank, though the row is not a suspension',
  PRICE_NOT_POSITIVE: 'a price must be above zero',
  NEGATIVE_VOLUME: 'a volume or an amount cannot be below zero',
  HIGH_BELOW_LOW: 'the high lies below the low',
  FACTOR_NOT_POSITIVE: 'an adjustment factor must be above zero',
  NOT_A_FLAG: 'not a flag (0, 1, true or false)',
  DUPLICATE: 'the same symbol and time were given before',
  IRREGULAR_STAMP: 'no regular bar of the session has this time',
} as const;
export type BadRowReason = keyof typeof BAD_ROW_REASONS;

export interface BadRow {
  readonly file: string;
  /** 1-based line of a text file, 1-based row of a Parquet file. */
  readonly line: number;
  readonly column: string;
  /** What stood there, cut to 60 characters. */
  readonly value: string;
  readonly reason: BadRowReason;
}

/** What was wrong with the rows of an import: the first thousand, and how many there were of each kind. */
export interface BadRowReport {
  readonly rows: number;
  readonly badRows: number;
  readonly counts: Readonly<Partial<Record<BadRowReason, number>>>;
  readonly first: readonly BadRow[];
}

const KEPT = 1000;
const VALUE_LENGTH = 60;

/** Gathers bad rows in bounded memory. */
export class BadRowLog {
  private readonly counts = new Map<BadRowReason, number>();
  private readonly first: BadRow[] = [];
  private badRows = 0;
  rows = 0;

  add(row: Omit<BadRow, 'value'> & { readonly value: unknown }): void {
    this.badRows++;
    this.counts.set(row.reason, (this.counts.get(row.reason) ?? 0) + 1);
    if (this.first.length < KEPT) this.first.push({ ...row, value: shown(row.value) });
  }

  get hasBadRows(): boolean {
    return this.badRows > 0;
  }

  report(): BadRowReport {
    return {
      rows: this.rows,
      badRows: this.badRows,
      counts: Object.fromEntries(this.counts),
      first: [...this.first],
    };
  }
}

function shown(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  // Control characters would reach terminals and logs.
  const plain = ownText(text.slice(0, VALUE_LENGTH)).replace(/\p{Cc}/gu, '\uFFFD');
  return text.length > VALUE_LENGTH ? `${plain}... (${text.length} characters)` : plain;
}

/** An import refused for its rows, with the report of what was wrong. */
export class BadRowsRefusal extends Refusal {
  constructor(readonly report: BadRowReport) {
    const first = report.first[0];
    const counts = Object.entries(report.counts)
      .map(([reason, count]) => `${count} ${reason}`)
      .join(', ');
    super('DATASET_INVALID', `${report.badRows} of ${report.rows} rows are bad: ${counts}`, {
      ...(first && {
        expected: 'every row to be sound',
        actual: `${first.column} '${first.value}': ${BAD_ROW_REASONS[first.reason]}`,
        where: `${first.file}:${first.line}`,
      }),
      remedy: 'Mend the file, or allow a share of bad rows to be left out (skipBadRows).',
    });
  }
}
