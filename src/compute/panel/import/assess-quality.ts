import type { PanelContent } from '../panel-content.ts';
import {
  type CalendarGap,
  calendarGaps,
  countUnsound,
  coverageByYear,
  JUMP_THRESHOLD,
  minuteQuality,
  type QualityReport,
  symbolHistories,
} from './quality-report.ts';

/** What the panel itself no longer shows. */
export interface ReadingFacts {
  readonly suspendedRows: number;
  readonly ignoredColumns: readonly string[];
  /** Days without a row of the market file; null without such a file. */
  readonly daysWithoutMarket: number | null;
}

/** Longest closure that passes as a holiday: the Spring Festival of 2020 had six weekdays. */
const HOLIDAY_WEEKDAYS = 7;
/** Exchanges close on 3% to 7% of weekdays. */
const USUAL_CLOSURES = 0.1;

/** Measures an imported market; one pass over its closes and minute closes. */
export function assessQuality(content: PanelContent, facts: ReadingFacts): QualityReport {
  const { stockDays, suspendedDays, suspendedSymbols, jumps } = symbolHistories(content);
  const days = content.days.length;
  const report = {
    days,
    from: content.days[0]!,
    to: content.days[days - 1]!,
    symbols: content.symbols.length,
    barsPerDay: content.session?.barStamps.length ?? null,
    stockDays,
    coverage: stockDays / (days * content.symbols.length),
    byYear: coverageByYear(content),
    suspensions: { stockDays: suspendedDays, symbols: suspendedSymbols, rows: facts.suspendedRows },
    jumps,
    ...countUnsound(content),
    gaps: calendarGaps(content.days),
    minutes: minuteQuality(content),
    adjustment: content.provenance.adjustment,
    labels: content.provenance.labels,
    ignoredColumns: facts.ignoredColumns,
  };
  return { ...report, warnings: warningsOf(report, { ...facts, hasVolume: content.matrices.has('VOLUME') }) };
}

function warningsOf(
  report: Omit<QualityReport, 'warnings'>,
  facts: ReadingFacts & { hasVolume: boolean },
): QualityReport['warnings'] {
  const warnings: { code: string; message: string }[] = [];
  const warn = (code: string, when: boolean, message: string): void => {
    if (when) warnings.push({ code, message });
  };
  for (const gap of report.gaps.filter(({ missingWeekdays }) => missingWeekdays > HOLIDAY_WEEKDAYS)) {
    warn(
      'CALENDAR_GAP',
      true,
      `no day between ${gap.after} and ${gap.before}: ${gap.missingWeekdays} weekdays`,
    );
  }
  const missing = report.gaps.reduce((sum, gap) => sum + gap.missingWeekdays, 0);
  const share = missing / (missing + report.days);
  warn(
    'CALENDAR_HOLES',
    share > USUAL_CLOSURES,
    `${missing} weekdays are missing: ${shortGaps(report.gaps)}`,
  );
  warn(
    'FORWARD_ADJUSTED',
    report.labels.includes('FORWARD_ADJUSTED'),
    report.adjustment === 'rebase'
      ? 'forward-adjusted input: its history changes with each new dividend; rebasing to the first row takes the leak of the future out'
      : 'forward-adjusted prices know of later dividends: formulas that depend on the price level leak the future; import with rebased or back-adjusted prices',
  );
  warn(
    'NO_ADJUSTMENT_FACTOR',
    report.labels.includes('NO_ADJUSTMENT_FACTOR'),
    'no adjustment factor was given: prices are taken as they are, dividends and splits look like losses',
  );
  warn('NO_VOLUME', !facts.hasVolume, 'no column of volume was found: formulas cannot name it');
  const { jumps, minutes } = report;
  warn('JUMPS', jumps.count > 0, `${jumps.count} daily changes above ${JUMP_THRESHOLD * 100}%`);
  warn(
    'OUTSIDE_RANGE',
    report.outsideRange > 0,
    `${report.outsideRange} opens or closes lie outside low to high`,
  );
  const days = minutes?.missingDays ?? [];
  warn(
    'MINUTE_DAYS_MISSING',
    days.length > 0,
    `${days.length} days have no minute bars: ${days.slice(0, 5).join(', ')}${days.length > 5 ? ' ...' : ''}`,
  );
  warn(
    'MARKET_DAYS_MISSING',
    (facts.daysWithoutMarket ?? 0) > 0,
    `${facts.daysWithoutMarket} days have no market row`,
  );
  return warnings;
}

const shortGaps = (gaps: readonly CalendarGap[]): string =>
  `${gaps
    .slice(0, 3)
    .map(({ after, before }) => `${after} to ${before}`)
    .join(', ')}${gaps.length > 3 ? ' ...' : ''}`;
