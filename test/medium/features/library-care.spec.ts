import { beforeAll, describe, expect, it } from 'vitest';
import { drawUniform } from '../../../src/core/random/draw.ts';
import { openStream } from '../../../src/core/random/random-stream.ts';
import type { ImportModel } from '../../../src/features/datasets/import.models.ts';
import type { EvaluationModel } from '../../../src/features/factors/factor.models.ts';
import type { LibraryMemberModel, LibraryModel } from '../../../src/features/libraries/library.models.ts';
import type {
  LibrarySignalsModel,
  MemberHealthModel,
} from '../../../src/features/libraries/library-process.models.ts';
import type { Page } from '../../../src/platform/paging/page.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { DAILY_HEADER, temporaryFolder } from '../../support/market-files.ts';
import { testDatabase } from '../../support/test-database.ts';

const inbox = temporaryFolder();
const database = testDatabase();
const service = featureService(database, 'all', { FACTORMINE_IMPORTS: inbox.path });

const STOCKS = 30;
const OLD_DAYS = 80;
const NEW_DAYS = 12;
const FORMULA = 'CLOSE/ts_mean(CLOSE,3)';
const stream = openStream('care', { generation: 0, slot: 0, purpose: 'audit' });
const days = Array.from({ length: OLD_DAYS + NEW_DAYS }, (_, at) =>
  new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10),
);

const named = (stock: number) => `S${String(stock).padStart(3, '0')}`;

/** Rows of stocks [from, to) on days [first, end). */
function rows(stocks: readonly [number, number], [first, end]: readonly [number, number]): string {
  const lines: string[] = [];
  for (const day of days.slice(first, end)) {
    for (let stock = stocks[0]; stock < stocks[1]; stock++) {
      const close = 10 + drawUniform(stream);
      lines.push(`${day},${named(stock)},10,12,9,${close.toFixed(4)},${1000 + stock}`);
    }
  }
  return `${DAILY_HEADER}\n${lines.join('\n')}\n`;
}

async function imported(file: string): Promise<string> {
  const { id } = await service.rest<ImportModel>('POST', '/v1/imports', { name: 'cared', daily: [file] });
  const done = await until(async () => {
    const now = await service.rest<ImportModel>('GET', `/v1/imports/${id}`);
    return now.finishedAt !== null && now;
  });
  expect(done).toMatchObject({ state: 'COMPLETED', reason: null });
  return done.datasetId!;
}

let library: LibraryModel;
let member: LibraryMemberModel;

beforeAll(async () => {
  inbox.write('old.csv', rows([0, STOCKS], [0, OLD_DAYS]));
  // The first stock is not traded any more, and a new one is.
  inbox.write('new.csv', rows([1, STOCKS + 1], [OLD_DAYS, OLD_DAYS + NEW_DAYS]));
  const datasetId = await imported('old.csv');
  library = await service.rest<LibraryModel>('POST', '/v1/libraries', {
    name: 'cared for',
    fading: { windowDays: 20, minimumShare: 0.3 },
    measurement: { datasetId, period: { from: days[0], to: days[60] }, definition: { minimumStocks: 10 } },
  });
  member = await service.rest<LibraryMemberModel>('POST', `/v1/libraries/${library.id}/members`, {
    formula: FORMULA,
    force: true,
  });
});

describe('a library whose series goes on, with a listing and a delisting', () => {
  it('is brought up to date by the workers, nobody asking', async () => {
    const datasetId = await imported('new.csv');
    const health = await until(async () => {
      const all = await service.rest<MemberHealthModel[]>('GET', `/v1/libraries/${library.id}/health`);
      return all.find((one) => one.datasetId === datasetId) ?? null;
    }, 60_000);
    const evaluations = await evaluationsOf(member.factorId);
    const fresh = evaluations.find((one) => one.datasetId === datasetId)!;
    expect(fresh.period).toEqual({ from: days.at(-20), to: days.at(-1) });
    expect(fresh).toMatchObject({ precision: 'EXACT', rankIc: health.ic, days: health.days });
    // Nobody looked at a test period by that: it is the service's own work.
    expect((await service.rest<{ items: object[] }>('GET', '/v1/test-looks')).items).toEqual([]);

    const signals = await service.rest<LibrarySignalsModel>('GET', `/v1/libraries/${library.id}/signals`);
    expect(signals.datasetId).toBe(datasetId);
    const [{ values }] = signals.members as [LibrarySignalsModel['members'][0]];
    const today = new Map(signals.symbols.map((symbol, at) => [symbol, values[at]]));
    expect(today.get(named(0))).toBeNull();
    expect(today.get(named(STOCKS))).toBeGreaterThan(0);
  });

  it('counts who was there on each day: the pairs are those of a plain count', async () => {
    const [fresh] = await evaluationsOf(member.factorId);
    // A label of day T needs the closes of T+1 and T+2; a value needs three closes.
    const window = [...days.keys()].slice(-20, -2);
    const present = (stock: number, at: number) =>
      stock === 0 ? at < OLD_DAYS : stock === STOCKS ? at >= OLD_DAYS : true;
    let pairs = 0;
    for (const at of window) {
      for (let stock = 0; stock <= STOCKS; stock++) {
        if ([at - 2, at - 1, at, at + 1, at + 2].every((day) => present(stock, day))) pairs++;
      }
    }
    expect(fresh!.pairs).toBe(pairs);
  });
});

async function evaluationsOf(factorId: string): Promise<readonly EvaluationModel[]> {
  return (await service.rest<Page<EvaluationModel>>('GET', `/v1/factors/${factorId}/evaluations`)).items;
}
