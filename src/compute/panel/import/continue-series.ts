import { minuteFieldsOf } from '../minute/minute-source.ts';
import { arraysOf, type PanelContent } from '../panel-content.ts';
import type { KnownBases } from './adjustment.ts';
import { assessQuality } from './assess-quality.ts';
import { joinArrays } from './join-arrays.ts';
import { joinMinutes } from './join-minutes.ts';
import { roundReference } from './panel-attributes.ts';
import type { MarketReading } from './read-market.ts';
import { conflict } from './series-conflict.ts';

/** Bases to go on with: those of the former import, for files that begin after its first day. */
export function basesOf(former: PanelContent, firstDay: string): KnownBases | null {
  const bases = former.provenance.baseFactors;
  if (bases === null || firstDay <= former.days[0]!) return null;
  return new Map(
    former.symbols.flatMap((symbol, s): [string, number][] => {
      const base = bases[s];
      return typeof base === 'number' ? [[symbol, base]] : [];
    }),
  );
}

/**
 * Puts the new days of a reading behind a former dataset. What both hold must agree; the former figures stay, byte
 * for byte. Symbols may come anew; none may vanish from a day that both hold.
 * @param tilesFolder for the minute tiles of both
 * @throws Refusal CONFLICT naming the first difference
 */
export function continueSeries(
  former: PanelContent,
  reading: MarketReading,
  tilesFolder: string,
): MarketReading {
  const { content } = reading;
  checkKinds(former, content);
  const days = [...new Set([...former.days, ...content.days])].sort();
  const symbols = [...new Set([...former.symbols, ...content.symbols])].sort((a, b) => (a < b ? -1 : 1));
  checkDays(former, content);
  const join = { former, content, days, symbols };
  const joined = { ...joinArrays(join), minutes: joinMinutes(join, tilesFolder) };
  const pick = <T>(of: readonly (T | null)[] | null, symbol: string, names: readonly string[]): T | null =>
    of?.[names.indexOf(symbol)] ?? null;
  const base = (symbol: string): number | null =>
    pick(former.provenance.baseFactors, symbol, former.symbols) ??
    pick(content.provenance.baseFactors, symbol, content.symbols);
  const listed = (symbol: string): string | null =>
    pick(former.attributes.listedOn, symbol, former.symbols) ??
    pick(content.attributes.listedOn, symbol, content.symbols);
  const merged: PanelContent = {
    ...joined,
    provenance: {
      ...former.provenance,
      labels: [...new Set([...former.provenance.labels, ...content.provenance.labels])].sort(),
      baseFactors: former.provenance.baseFactors && symbols.map(base),
    },
    attributes: { ...joined.attributes, listedOn: former.attributes.listedOn && symbols.map(listed) },
  };
  fillFirstReferences(merged, content);
  const facts = {
    suspendedRows: reading.quality.suspensions.rows,
    ignoredColumns: reading.quality.ignoredColumns,
    daysWithoutMarket: null,
  };
  return { ...reading, content: merged, quality: assessQuality(merged, facts) };
}

function checkKinds(former: PanelContent, content: PanelContent): void {
  const kinds = (panel: PanelContent): string =>
    [
      ...arraysOf(panel).map(([{ kind, name }]) => `${kind} ${name}`),
      ...minuteFieldsOf(panel.minutes).map((name) => `minute ${name}`),
    ].join(', ');
  const session = (panel: PanelContent): string => JSON.stringify(panel.session);
  const meaning = ({ provenance }: PanelContent): string => `${provenance.currency} ${provenance.adjustment}`;
  const checks: [string, string, string][] = [
    ['other columns', kinds(former), kinds(content)],
    ['another session', session(former), session(content)],
    ['another currency or adjustment', meaning(former), meaning(content)],
  ];
  for (const [what, expected, actual] of checks) {
    if (expected !== actual) throw conflict(what, expected, actual);
  }
}

/** New days come after the former ones, and days that both cover are the same. */
function checkDays(former: PanelContent, content: PanelContent): void {
  const last = former.days[former.days.length - 1]!;
  const known = new Set(former.days);
  const early = content.days.find((day) => day <= last && !known.has(day));
  if (early !== undefined) throw conflict('a day within its history', `no day ${early}`, 'one', early);
  const given = new Set(content.days);
  const from = content.days[0]!;
  const gone = former.days.find((day) => day >= from && !given.has(day));
  if (gone !== undefined) throw conflict('a day is gone', `rows on ${gone}`, 'none', gone);
}

/**
 * The first row of each symbol in the new files knows no close before it; the joined panel does. Adjusted closes
 * hold the rights that lie between.
 */
function fillFirstReferences(merged: PanelContent, content: PanelContent): void {
  const { rawClose, rawPreviousClose } = merged.attributes;
  if (rawClose === null || rawPreviousClose === null) return;
  const close = merged.matrices.get('CLOSE')!;
  const columns = merged.symbols.length;
  const from = merged.days.indexOf(content.days[0]!);
  for (let s = 0; s < columns; s++) {
    let last = Number.NaN;
    for (let row = 0; row < merged.days.length; row++) {
      const cell = row * columns + s;
      if (Number.isNaN(close[cell]!)) continue;
      if (row >= from) {
        if (Number.isNaN(rawPreviousClose[cell]!)) {
          rawPreviousClose[cell] = roundReference((last * rawClose[cell]!) / close[cell]!);
        }
        break;
      }
      last = close[cell]!;
    }
  }
}
