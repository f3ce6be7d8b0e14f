import type { QualityReport } from '../compute/panel/import/quality-report.ts';
import type { WrittenPanel } from '../compute/panel/write-panel.ts';
import { runInThread } from '../compute/thread/run-in-thread.ts';
import type { DemoMarketSettings } from './demo-settings.ts';

export interface DemoMarketTask {
  readonly datasetsFolder: string;
  readonly settings: Partial<DemoMarketSettings>;
}

/** The stored market, with the report that an import of it would have. */
export interface StoredDemoMarket extends WrittenPanel {
  readonly quality: QualityReport;
}

/** Generates and stores the demonstration market in a thread of its own: two seconds off the service's thread. */
export function makeDemoMarket(
  datasetsFolder: string,
  settings: Partial<DemoMarketSettings> = {},
): Promise<StoredDemoMarket> {
  const data: DemoMarketTask = { datasetsFolder, settings };
  return runInThread<StoredDemoMarket, never>({
    entry: new URL('./demo-market-thread.js', import.meta.url),
    data,
  });
}
