// Daily bars of any size with 3% missing, in memory that threads share: made in a second or two, plausible in nothing else.
import { LOT, YUAN } from '../../dist/core/dimension/dimension.js';

const FIELDS = ['HIGH', 'CLOSE', 'VOLUME'];

export function randomDays(days, stocks) {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
  const matrices = new Map(
    FIELDS.map((name) => [name, new Float64Array(new SharedArrayBuffer(days * stocks * 8))]),
  );
  const [high, close, volume] = FIELDS.map((name) => matrices.get(name));
  for (let stock = 0; stock < stocks; stock++) {
    let price = 5 + 20 * next();
    for (let day = 0; day < days; day++) {
      const cell = day * stocks + stock;
      price *= 1 + 0.05 * (next() - 0.5);
      const missing = next() < 0.03;
      close[cell] = missing ? Number.NaN : price;
      high[cell] = missing ? Number.NaN : price * (1 + 0.02 * next());
      volume[cell] = missing ? Number.NaN : Math.ceil(1000 * next());
    }
  }
  const fields = FIELDS.map((name) => [
    name,
    {
      name,
      frequency: 'daily',
      shape: 'matrix',
      dimension: name === 'VOLUME' ? LOT : YUAN,
      meaning: { en: name, zh: name },
    },
  ]);
  return {
    datasetHash: `random ${days} ${stocks}`,
    days: Array.from({ length: days }, (_, at) =>
      new Date(Date.UTC(2018, 0, 1 + at)).toISOString().slice(0, 10),
    ),
    symbols: Array.from({ length: stocks }, (_, at) => `S${String(at).padStart(5, '0')}`),
    session: null,
    fields: new Map(fields),
    matrices,
    vectors: new Map(),
    minutes: null,
    attributes: {
      isSt: null,
      rawClose: null,
      rawPreviousClose: null,
      limitUp: null,
      limitDown: null,
      amount: null,
      listedOn: null,
    },
  };
}
