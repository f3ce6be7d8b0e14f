// The market that benches run on: the real 800 A-shares where the shared data lie beside the project, else a generated
// one of the same size.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readMarket } from '../../dist/compute/panel/import/read-market.js';
import { generateDemoMarket } from '../../dist/demo-market/generate-demo-market.js';

const DATA = new URL('../../../shared/data/', import.meta.url);
const DAILY = fileURLToPath(new URL('ashare_daily_800_2016_2021.csv.gz', DATA));
const MARKET = fileURLToPath(new URL('ashare_market_2016_2021.csv', DATA));

export async function benchPanel() {
  if (existsSync(DAILY)) {
    const { content } = await readMarket({ daily: [DAILY], market: MARKET }, () => {});
    return {
      panel: { ...content, datasetHash: 'bench' },
      train: { from: '2016-01-01', to: '2019-12-31' },
      name: '800 A-shares',
    };
  }
  const content = generateDemoMarket({ stocks: 800, days: 1461, bars: 8, from: '2016-01-04' });
  const fields = new Map([...content.fields].filter(([, field]) => field.frequency === 'daily'));
  const panel = { ...content, fields, minutes: null, session: null, datasetHash: 'bench' };
  return { panel, train: { from: panel.days[0], to: panel.days[973] }, name: 'generated market' };
}
