import { v7 as uuidv7 } from 'uuid';
import { manifestField, PANEL_FORMAT_VERSION } from '../../src/compute/panel/panel-manifest.ts';
import { experimentHash } from '../../src/core/experiment/experiment-hash.ts';
import type { Database } from '../../src/platform/database/database.ts';
import type { RunSetup } from './memory-run-store.ts';
import { TOY_CATALOG } from './toy-market.ts';

/** A dataset with the fields of the toy catalog and no panel; gives its id. */
export async function insertToyDataset(database: Database): Promise<string> {
  const hash = 'd'.repeat(64);
  const manifest = {
    format: 'factormine-panel',
    version: PANEL_FORMAT_VERSION,
    datasetHash: hash,
    days: ['2019-01-01'],
    symbols: ['A'],
    session: TOY_CATALOG.session,
    fields: [...TOY_CATALOG.fields.values()].map(manifestField),
    provenance: { currency: 'CNY', adjustment: 'none', labels: [], baseFactors: null },
    listedOn: null,
    files: [],
  };
  const dataset = await database.prisma.dataset.create({
    data: {
      id: uuidv7(),
      hash,
      name: 'toy',
      sequence: 1,
      firstDay: new Date('2019-01-01'),
      lastDay: new Date('2019-12-31'),
      dayCount: 1,
      symbolCount: 1,
      manifest: JSON.parse(JSON.stringify(manifest)),
      qualityReport: {},
      series: { create: { id: uuidv7(), name: 'toy' } },
    },
  });
  return dataset.id;
}

/** A queued run on a dataset, with its experiment; gives its id. */
export async function insertToyRun(
  database: Database,
  datasetId: string,
  { experiment, seed, warmStart }: RunSetup,
): Promise<string> {
  const hash = experimentHash(experiment);
  const configuration = JSON.parse(JSON.stringify(experiment));
  const run = await database.prisma.run.create({
    data: {
      id: uuidv7(),
      seed,
      warmStart: JSON.parse(JSON.stringify(warmStart)),
      stop: configuration.stop,
      state: 'QUEUED',
      dataset: { connect: { id: datasetId } },
      experiment: { connectOrCreate: { where: { hash }, create: { id: uuidv7(), hash, configuration } } },
    },
  });
  return run.id;
}
