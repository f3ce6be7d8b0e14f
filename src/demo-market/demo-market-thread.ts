import type { WrittenPanel } from '../compute/panel/write-panel.ts';
import { writePanel } from '../compute/panel/write-panel.ts';
import { answerParent } from '../compute/thread/answer-parent.ts';
import { generateDemoMarket } from './generate-demo-market.ts';
import type { DemoMarketTask } from './make-demo-market.ts';

await answerParent<DemoMarketTask, WrittenPanel, never>(({ datasetsFolder, settings }) =>
  writePanel(datasetsFolder, generateDemoMarket(settings)),
);
