import type { MinuteSource } from '../../minute/minute-source.ts';
import { MinuteTileWriter } from '../../minute/tile-writer.ts';
import type { Adjustment } from '../adjustment.ts';
import type { BadRowLog } from '../bad-rows.ts';
import type { MarketFrame } from '../market-frame.ts';
import type { PlacedFigures } from '../place-rows.ts';
import type { BarSession } from '../session.ts';
import { DailyFromBars } from './daily-from-bars.ts';
import { DayPlacer } from './day-placer.ts';
import { MemoryMinuteWriter, type MinuteWriter } from './memory-writer.ts';
import type { MinuteSpill } from './minute-spill.ts';

export interface MinutePlacing {
  readonly spill: MinuteSpill;
  readonly frame: MarketFrame;
  readonly session: BarSession;
  readonly adjustment: Adjustment;
  /** Fields whose figures follow the adjustment of prices. */
  readonly adjusted: ReadonlySet<string>;
  readonly log: BadRowLog;
  /** Where the tiles go; null = figures stay in memory. */
  readonly tilesFolder: string | null;
  /** Bad rows refuse the import: they are counted to the end, but nothing is written any more. */
  readonly refused: () => boolean;
  readonly onDay: (done: number, days: number) => void;
}

export interface PlacedMinutes {
  readonly minutes: MinuteSource | null;
  /** Daily bars made of them, not adjusted. */
  readonly fromBars: PlacedFigures;
}

/** Makes spilled rows into minute bars, a day at a time. Rows that have no place are logged. */
export function placeMinutes(placing: MinutePlacing): PlacedMinutes {
  const { spill, frame, session, adjustment, log, refused, onDay } = placing;
  const fields = spill.columns.filter((name) => spill.present.has(name));
  const symbols = frame.symbols.length;
  const shape = { days: frame.days.length, bars: session.stamps.length, symbols };
  const daily = new DailyFromBars(fields, shape.days, symbols);
  const placer = new DayPlacer(spill, frame, session, log);
  const writer: MinuteWriter =
    placing.tilesFolder === null
      ? new MemoryMinuteWriter(fields, shape)
      : new MinuteTileWriter(placing.tilesFolder, { fields, bars: shape.bars, symbols: frame.symbols });
  try {
    for (const [row, day] of frame.dayKeys.entries()) {
      const bars = placer.place(day);
      onDay(row + 1, shape.days);
      if (refused()) continue;
      if (bars !== null) daily.addDay(row, bars);
      const factors = adjustment.toAdjusted?.slice(row * symbols, (row + 1) * symbols) ?? null;
      const given = [...(bars ?? [])].map(
        ([name, figures]) =>
          [name, { figures, factors: placing.adjusted.has(name) ? factors : null }] as const,
      );
      writer.addDay(new Map(given));
    }
    return { minutes: refused() ? null : writer.finish(), fromBars: daily.figures };
  } finally {
    writer.close();
  }
}
