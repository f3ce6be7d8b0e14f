import { correlationOf } from '../../../core/experiment/styles.ts';
import type { PreparedPeriod } from '../../evaluation/prepared-period.ts';
import type { PreparedPeriods } from '../prepared-periods.ts';
import type { Frame } from '../task.ts';
import { type BlockLayout, blocksOfPeriod } from './block-layout.ts';
import { ResidualDesk } from './residual-desk.ts';
import { layGround } from './style-ground.ts';

/** Desks of one thread and panel that are kept: a run's own frame and the tiers of its cascade. */
const KEPT = 4;

/** Residual desks by frame and share of the stocks; the longest unused goes first. */
export class ResidualDesks {
  private readonly kept = new Map<string, ResidualDesk>();

  constructor(
    private readonly layout: BlockLayout,
    private readonly periods: PreparedPeriods<PreparedPeriod>,
  ) {}

  of(frame: Frame, share: number, minimumStocks: number): ResidualDesk {
    const key = JSON.stringify([frame.definition, frame.period, frame.fitness, share]);
    const known = this.kept.get(key) ?? this.make(frame, share, minimumStocks);
    this.kept.delete(key);
    this.kept.set(key, known);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest);
    return known;
  }

  private make(frame: Frame, share: number, minimumStocks: number): ResidualDesk {
    const period = this.periods.of(frame);
    const { rows, definition } = period;
    const kind = correlationOf(frame.fitness);
    const blocks = blocksOfPeriod(this.layout, rows, share);
    const ground = layGround(period, this.layout, { blocks, kind });
    return new ResidualDesk(ground, rows.to - rows.from, {
      kind,
      minimumStocks,
      winsorise: definition.winsorise,
    });
  }
}
