import { assessQuality } from '../compute/panel/import/assess-quality.ts';
import { writePanel } from '../compute/panel/write-panel.ts';
import { answerParent } from '../compute/thread/answer-parent.ts';
import { generateDemoMarket } from './generate-demo-market.ts';
import type { DemoMarketTask, StoredDemoMarket } from './make-demo-market.ts';

await answerParent<DemoMarketTask, StoredDemoMarket, never>(async ({ datasetsFolder, settings }) => {
  const content = generateDemoMarket(settings);
  const facts = { suspendedRows: 0, ignoredColumns: [], daysWithoutMarket: 0 };
  return { ...(await writePanel(datasetsFolder, content)), quality: assessQuality(content, facts) };
});
