// The markets that benches run on.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMarket } from '../../dist/compute/panel/import/read-market.js';
import { generateDemoMarket } from '../../dist/demo-market/generate-demo-market.js';

const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const DAILY = 'ashare_daily_800_2016_2021.csv.gz';
const MARKET = 'ashare_market_2016_2021.csv';

/** Folder and names of the real files, or null where they do not lie beside the project. */
export const sharedMarketFiles = () =>
  existsSync(join(DATA, DAILY)) ? { folder: DATA, daily: DAILY, market: MARKET } : null;

/** The 800 A-shares where they lie beside the project, else a generated market of the same size. */
export async function smallMarket() {
  const files = sharedMarketFiles();
  if (files === null) return generated('generated', 800, 1461);
  const { folder, daily, market } = files;
  const { content } = await readMarket(
    { daily: [join(folder, daily)], market: join(folder, market) },
    () => {},
  );
  return {
    id: 'real',
    name: '800 A-shares, 1,461 days',
    panel: { ...content, datasetHash: 'bench' },
    train: { from: '2016-01-01', to: '2019-12-31' },
  };
}

/** A generated market of 4,000 stocks, as many as the A-shares were lately. 1,200 days take half a minute to make. */
export const largeMarket = (days = 1200) => generated('large', 4000, days);

function generated(id, stocks, days) {
  const content = generateDemoMarket({ stocks, days, bars: 8, from: '2016-01-04' });
  const fields = new Map([...content.fields].filter(([, field]) => field.frequency === 'daily'));
  const panel = { ...content, fields, minutes: null, session: null, datasetHash: `bench ${stocks}` };
  return {
    id,
    name: `generated market, ${stocks} stocks, ${days} days`,
    panel,
    train: { from: panel.days[0], to: panel.days.at(-1) },
  };
}

/** How every bench judges: the defaults of an experiment, but for the limit rule that not every market bears. */
export const frameOf = ({ train }) => ({
  definition: {
    universe: { excludeSt: false, excludeFirstDays: 0, minimumPrice: null, minimumAmount: null },
    label: { lagDays: 1, holdingDays: 1, dropLimitLocked: 'off' },
    winsorise: 0,
    minimumStocks: 100,
    minimumDateShare: 0.8,
    minimumCoverage: 0.6,
    groups: null,
  },
  period: train,
  fitness: 'rank',
});
