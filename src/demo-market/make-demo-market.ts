import type { WrittenPanel } from '../compute/panel/write-panel.ts';
import { runInThread } from '../compute/thread/run-in-thread.ts';
import type { DemoMarketSettings } from './demo-settings.ts';

export interface DemoMarketTask {
  readonly datasetsFolder: string;
  readonly settings: Partial<DemoMarketSettings>;
}

/** Generates and stores the demonstration market in a thread of its own: two seconds off the service's thread. */
export function makeDemoMarket(
  datasetsFolder: string,
  settings: Partial<DemoMarketSettings> = {},
): Promise<WrittenPanel> {
  const data: DemoMarketTask = { datasetsFolder, settings };
  return runInThread<WrittenPanel, never>({
    entry: new URL('./demo-market-thread.js', import.meta.url),
    data,
  });
}
