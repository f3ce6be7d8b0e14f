import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { writePanel } from '../../src/compute/panel/write-panel.ts';
import { generateDemoMarket } from '../../src/demo-market/generate-demo-market.ts';
import { withAdmin } from './with-admin.ts';

export interface SmallMarket {
  readonly datasetId: string;
  readonly seriesId: string;
  readonly days: readonly string[];
}

/** A market of 60 stocks over `days` days, stored in the data folder and registered; a later call may continue it. */
export async function storeSmallMarket(
  databaseUrl: string,
  dataFolder: string,
  options: { readonly days?: number; readonly seriesId?: string; readonly seed?: string } = {},
): Promise<SmallMarket> {
  const content = generateDemoMarket({
    stocks: 60,
    days: options.days ?? 160,
    bars: 8,
    seed: options.seed ?? 'small',
  });
  const { manifest } = await writePanel(join(dataFolder, 'datasets'), content);
  const datasetId = uuidv7();
  const seriesId = options.seriesId ?? uuidv7();
  const { days, symbols, session } = manifest;
  await withAdmin(databaseUrl, async (client) => {
    await client.query('INSERT INTO series (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      seriesId,
      `market ${seriesId}`,
    ]);
    await client.query(
      `INSERT INTO datasets (id, hash, name, series_id, sequence, first_day, last_day, day_count, symbol_count,
         bar_count, manifest, quality_report)
       SELECT $1, $2, 'small', $3, count(*) + 1, $4, $5, $6, $7, $8, $9, '{}' FROM datasets WHERE series_id = $3`,
      [
        datasetId,
        manifest.datasetHash,
        seriesId,
        days[0],
        days.at(-1),
        days.length,
        symbols.length,
        session?.barStamps.length ?? null,
        JSON.stringify(manifest),
      ],
    );
  });
  return { datasetId, seriesId, days };
}

/** A configuration that a run on the small market finishes in seconds. */
export function smallExperiment(days: readonly string[], generations = 4) {
  return {
    language: { minuteFields: false },
    evaluation: { minimumStocks: 10 },
    periods: { train: { from: days[0]!, to: days[119]! }, test: { from: days[120]!, to: days.at(-1)! } },
    evolution: {
      populationSize: 20,
      childrenPerGeneration: 5,
      tournamentSize: 4,
      catastrophe: { everyGenerations: 3, eliteShare: 0.5 },
    },
    stop: { generations },
  };
}
