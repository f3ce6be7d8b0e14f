/** What a table gives for one cell: text from CSV, typed values from Parquet. */
export type Cell = string | number | bigint | boolean | Date | null | undefined;

/** Stands for a cell that is there but is no finite number; no finite number equals it. */
export const NOT_FINITE = Number.POSITIVE_INFINITY;

/** Beyond this a figure is a fault of the file, and squares of it would overflow nowhere near. */
const LARGEST = 1e15;

/** Reads a number: NaN when blank, NOT_FINITE when it is none. Plain decimals and exponents only, no hex, no `inf`. */
export function readNumber(cell: Cell): number {
  if (typeof cell === 'string') {
    if (cell === '') return Number.NaN;
    const value = Number(cell);
    // Number() reads blanks as 0 and takes 0x10, 0b1, 0o7: the second character tells those apart.
    if (value === 0 && cell.trim() === '') return Number.NaN;
    const second = cell.charCodeAt(1) | 32;
    if (cell.charCodeAt(0) === 48 && (second === 120 || second === 98 || second === 111)) return NOT_FINITE;
    return value <= LARGEST && value >= -LARGEST ? value : NOT_FINITE;
  }
  if (cell === null || cell === undefined) return Number.NaN;
  if (typeof cell !== 'number' && typeof cell !== 'bigint') return NOT_FINITE;
  const value = Number(cell);
  return value <= LARGEST && value >= -LARGEST ? value : NOT_FINITE;
}

export type DateFault = 'NOT_A_DATE' | 'TIME_ZONE';

/** A day as YYYYMMDD, e.g. 20240301: sorts and compares as a number. */
export type DayKey = number;

const DATE = /^(\d{4})([-/]?)(\d{1,2})\2(\d{1,2})(?:[ T](.*))?$/;
const MIDNIGHT = /^0?0:00(?::00(?:\.0+)?)?$/;

/** Reads a calendar day. A time of day other than midnight, or a zone, means the day may be another one here. */
export function readDay(cell: Cell): DayKey | DateFault {
  if (cell instanceof Date) return dayOfDate(cell);
  if (typeof cell === 'number' || typeof cell === 'bigint') return readDay(String(cell));
  if (typeof cell !== 'string' || cell.length > 40) return 'NOT_A_DATE';
  const match = DATE.exec(cell.trim());
  if (match === null) return 'NOT_A_DATE';
  const rest = match[5];
  if (rest !== undefined && !MIDNIGHT.test(rest)) return /\d/.test(rest) ? 'TIME_ZONE' : 'NOT_A_DATE';
  if (match[2] === '' && match[3]!.length + match[4]!.length !== 4) return 'NOT_A_DATE';
  return dayKey(Number(match[1]), Number(match[3]), Number(match[4]));
}

function dayOfDate(date: Date): DayKey | DateFault {
  if (Number.isNaN(date.getTime())) return 'NOT_A_DATE';
  if (date.getTime() % 86_400_000 !== 0) return 'TIME_ZONE';
  return dayKey(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

function dayKey(year: number, month: number, day: number): DayKey | DateFault {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1900;
  return real ? year * 10_000 + month * 100 + day : 'NOT_A_DATE';
}

export function formatDay(key: DayKey): string {
  const text = String(key);
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
}

export const keyOfDay = (day: string): DayKey => Number(day.replaceAll('-', ''));

export type TimeFault = 'NOT_A_TIME' | 'TIME_ZONE';

const TIME = /^(?:(.*)[ T])?(\d{1,2}):?(\d{2})(?::?(\d{2})(?:\.0+)?)?$/;

/** Reads a time of day, with or without a date before it, as minutes after midnight. */
export function readTime(cell: Cell): number | TimeFault {
  if (cell instanceof Date) {
    const milliseconds = cell.getTime() % 86_400_000;
    return milliseconds % 60_000 === 0 ? milliseconds / 60_000 : 'NOT_A_TIME';
  }
  if (typeof cell === 'number' || typeof cell === 'bigint') return readTime(String(cell));
  if (typeof cell !== 'string' || cell.length > 40) return 'NOT_A_TIME';
  const text = cell.trim();
  // 93000 is 9:30:00 where numbers lost their leading zero.
  const match = TIME.exec(/^\d{3}$|^\d{5}$/.test(text) ? `0${text}` : text);
  if (match === null) return /\d(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? 'TIME_ZONE' : 'NOT_A_TIME';
  const [hours, minutes, seconds] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)];
  return hours < 24 && minutes < 60 && seconds === 0 ? hours * 60 + minutes : 'NOT_A_TIME';
}

/** Reads a flag: NaN when blank, NOT_FINITE when it is none. */
export function readFlag(cell: Cell): number {
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  if (typeof cell === 'string') {
    const text = cell.trim().toLowerCase();
    if (text === 'true') return 1;
    if (text === 'false') return 0;
  }
  const value = readNumber(cell);
  return value === 0 || value === 1 || Number.isNaN(value) ? value : NOT_FINITE;
}

const SYMBOL = /^[^\s\p{Cc},"]{1,32}$/u;

/** Reads a stock's name; null when it is not one. */
export function readSymbol(cell: Cell): string | null {
  if (typeof cell !== 'string' && typeof cell !== 'number' && typeof cell !== 'bigint') return null;
  const text = String(cell).trim();
  return SYMBOL.test(text) ? text : null;
}
