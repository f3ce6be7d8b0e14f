import { minuteFieldsOf } from '../minute/minute-source.ts';
import { openMinutes } from '../minute/open-minutes.ts';
import type { PanelContent } from '../panel-content.ts';

/** How good an imported market is. Shares are fractions; coverage = stock-days with a close / days x symbols. */
export interface QualityReport {
  readonly days: number;
  readonly from: string;
  readonly to: string;
  readonly symbols: number;
  readonly barsPerDay: number | null;
  readonly stockDays: number;
  readonly coverage: number;
  readonly byYear: readonly YearCoverage[];
  readonly suspensions: {
    /** Missing days between a symbol's first and last row. */
    readonly stockDays: number;
    readonly symbols: number;
    /** Rows of the files that said so, instead of being absent. */
    readonly rows: number;
  };
  readonly jumps: {
    /** |adjusted close / adjusted close of the traded row before - 1| above this. */
    readonly threshold: number;
    readonly count: number;
    readonly first: readonly { readonly symbol: string; readonly day: string; readonly change: number }[];
  };
  /** Stock-days that have prices but no volume. */
  readonly zeroVolumes: number;
  /** Stock-days whose open or close lies outside low to high. */
  readonly outsideRange: number;
  readonly gaps: readonly CalendarGap[];
  readonly minutes: MinuteQuality | null;
  readonly adjustment: PanelContent['provenance']['adjustment'];
  readonly labels: readonly string[];
  readonly ignoredColumns: readonly string[];
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

export interface YearCoverage {
  readonly year: number;
  readonly days: number;
  /** Symbols with a row that year. */
  readonly symbols: number;
  readonly coverage: number;
}

export interface CalendarGap {
  readonly after: string;
  readonly before: string;
  readonly missingWeekdays: number;
}

export interface MinuteQuality {
  /** Days of the calendar without any minute bar. */
  readonly missingDays: readonly string[];
  /** Stock-days with some bars, but fewer than the session has. */
  readonly partialStockDays: number;
}

export const JUMP_THRESHOLD = 0.25;
const LISTED = 20;

const panelDays = (content: PanelContent): { close: Float64Array; columns: number } => ({
  close: content.matrices.get('CLOSE')!,
  columns: content.symbols.length,
});

export function coverageByYear(content: PanelContent): YearCoverage[] {
  const { close, columns } = panelDays(content);
  const years = new Map<number, { days: number; cells: number; symbols: Set<number> }>();
  for (const [row, day] of content.days.entries()) {
    const year = Number(day.slice(0, 4));
    const tally = years.get(year) ?? { days: 0, cells: 0, symbols: new Set<number>() };
    years.set(year, tally);
    tally.days++;
    for (let s = 0; s < columns; s++) {
      if (Number.isNaN(close[row * columns + s]!)) continue;
      tally.cells++;
      tally.symbols.add(s);
    }
  }
  return [...years].map(([year, { days, cells, symbols }]) => ({
    year,
    days,
    symbols: symbols.size,
    coverage: cells / (days * columns),
  }));
}

/** Walks each symbol's rows once: suspensions and jumps. */
export function symbolHistories(
  content: PanelContent,
): Pick<QualityReport, 'jumps'> & { stockDays: number; suspendedDays: number; suspendedSymbols: number } {
  const { close, columns } = panelDays(content);
  const first: { symbol: string; day: string; change: number }[] = [];
  const tally = { stockDays: 0, suspendedDays: 0, suspendedSymbols: 0, jumps: 0 };
  for (let s = 0; s < columns; s++) {
    let last = -1;
    let missing = 0;
    for (let row = 0; row < content.days.length; row++) {
      const price = close[row * columns + s]!;
      if (Number.isNaN(price)) continue;
      tally.stockDays++;
      if (last >= 0) {
        missing += row - last - 1;
        const change = price / close[last * columns + s]! - 1;
        if (Math.abs(change) > JUMP_THRESHOLD) {
          tally.jumps++;
          if (first.length < LISTED)
            first.push({ symbol: content.symbols[s]!, day: content.days[row]!, change });
        }
      }
      last = row;
    }
    tally.suspendedDays += missing;
    if (missing > 0) tally.suspendedSymbols++;
  }
  return { ...tally, jumps: { threshold: JUMP_THRESHOLD, count: tally.jumps, first } };
}

export function countUnsound({ matrices }: PanelContent): { zeroVolumes: number; outsideRange: number } {
  const [open, high, low, close] = ['OPEN', 'HIGH', 'LOW', 'CLOSE'].map((name) => matrices.get(name)!) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const volume = matrices.get('VOLUME');
  let zeroVolumes = 0;
  let outsideRange = 0;
  for (let cell = 0; cell < close.length; cell++) {
    if (Number.isNaN(close[cell]!)) continue;
    if (volume?.[cell] === 0) zeroVolumes++;
    const top = Math.max(open[cell]!, close[cell]!);
    const bottom = Math.min(open[cell]!, close[cell]!);
    if (top > high[cell]! || bottom < low[cell]!) outsideRange++;
  }
  return { zeroVolumes, outsideRange };
}

const DAY_MS = 86_400_000;

/** Stretches of at least two missing weekdays; holidays are among them. */
export function calendarGaps(days: readonly string[]): CalendarGap[] {
  const gaps: CalendarGap[] = [];
  for (let row = 1; row < days.length; row++) {
    const [after, before] = [days[row - 1]!, days[row]!];
    let missingWeekdays = 0;
    for (let time = Date.parse(after) + DAY_MS; time < Date.parse(before); time += DAY_MS) {
      const weekday = new Date(time).getUTCDay();
      if (weekday !== 0 && weekday !== 6) missingWeekdays++;
    }
    if (missingWeekdays >= 2) gaps.push({ after, before, missingWeekdays });
  }
  return gaps;
}

export function minuteQuality(content: PanelContent): MinuteQuality | null {
  const { minutes } = content;
  if (minutes === null || !minuteFieldsOf(minutes).includes('close')) return null;
  const { bars } = minutes.shape;
  const missingDays: string[] = [];
  let partialStockDays = 0;
  const reader = openMinutes(minutes);
  for (const [row, day] of content.days.entries()) {
    const counts = reader.countBars('close', row);
    if (counts.every((present) => present === 0)) missingDays.push(day);
    for (const present of counts) if (present > 0 && present < bars) partialStockDays++;
  }
  reader.close();
  return { missingDays, partialStockDays };
}
