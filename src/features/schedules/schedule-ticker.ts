import { Logger } from '@nestjs/common';
import type { Clock } from '../../mining/ports.ts';

/** Well within the grace of a slot (`due-slots.ts`), and a query a round. */
export const TICK_MS = 5_000;

/** What is to be done at every tick; whatever it throws is tried again at the next. */
export interface Ticked {
  tick(now: Date): Promise<void>;
}

/** Looks at the schedules every few seconds. Any number of processes may tick: each slot is fired once. */
export class ScheduleTicker {
  private readonly logger = new Logger(ScheduleTicker.name);
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(
    private readonly ticked: Ticked,
    private readonly clock: Clock,
    private readonly everyMs = TICK_MS,
  ) {}

  start(): void {
    void this.round();
  }

  stop(): void {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
  }

  private async round(): Promise<void> {
    try {
      await this.ticked.tick(new Date(this.clock.nowMs()));
    } catch (error) {
      this.logger.warn(`the schedules are looked at again in ${this.everyMs / 1000} s: ${String(error)}`);
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.round(), this.everyMs);
    this.timer.unref();
  }
}
