import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config, minesRuns } from '../../../platform/config/config.ts';
import { LibraryCare } from './library-care.service.ts';

const EVERY_MS = 10_000;

/** Looks every few seconds, in processes that mine. Two that care for one library at once do the work twice and keep it once. */
@Injectable()
export class LibraryCareTicker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(LibraryCareTicker.name);
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(
    private readonly config: Config,
    private readonly care: LibraryCare,
  ) {}

  onApplicationBootstrap(): void {
    if (minesRuns(this.config)) this.again();
  }

  onModuleDestroy(): void {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
  }

  private again(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.tick(), EVERY_MS);
    this.timer.unref();
  }

  private async tick(): Promise<void> {
    try {
      await this.care.round();
    } catch (error) {
      if (!this.stopped)
        this.logger.warn(`libraries are looked after again in ${EVERY_MS / 1000} s: ${String(error)}`);
    }
    this.again();
  }
}
