import { describe, expect, it } from 'vitest';
import {
  BLOCK_STOCKS,
  blocksBefore,
  layOut,
  matrixBytes,
} from '../../../../../src/compute/engine/search/block-layout.ts';
import {
  gatherRows,
  layLabels,
  layMask,
  layMatrix,
  layVector,
} from '../../../../../src/compute/engine/search/lay-figures.ts';
import type { Panel } from '../../../../../src/compute/panel/panel.ts';
import { madePanel } from '../made-panel.ts';

const panel = madePanel(40, 37);
const layout = layOut(panel);
const matrix = (): Float32Array => new Float32Array(matrixBytes(layout.rows, layout.blocks) / 4).fill(7);

/** The panel with one more stock, which appears on day 25 and stands in the middle. */
function withLatecomer(): Panel {
  const stocks = panel.symbols.length;
  const at = 11;
  const widen = (values: Float64Array): Float64Array => {
    const wide = new Float64Array(panel.days.length * (stocks + 1));
    for (let day = 0; day < panel.days.length; day++) {
      const row = [...values.subarray(day * stocks, (day + 1) * stocks)];
      row.splice(at, 0, day < 25 ? Number.NaN : 10 + day);
      wide.set(row, day * (stocks + 1));
    }
    return wide;
  };
  const symbols = [...panel.symbols];
  symbols.splice(at, 0, 'LATE');
  return {
    ...panel,
    symbols,
    matrices: new Map([...panel.matrices].map(([name, values]) => [name, widen(values)])),
  };
}

describe('the layout of stocks', () => {
  it('gives every stock one place, in an order of its own', () => {
    expect([...layout.columns].sort((a, b) => a - b)).toEqual([...panel.symbols.keys()]);
    expect([...layout.columns]).not.toEqual([...panel.symbols.keys()]);
    expect(layout.blocks).toBe(3);
    expect(layOut(panel)).toEqual(layout);
  });

  it('does not move a stock for one that appears later, nor looks at the latecomer before', () => {
    const later = withLatecomer();
    const grown = layOut(later);
    const names = (of: typeof layout, market: Panel) =>
      [...of.columns].map((column) => market.symbols[column]);
    expect(names(grown, later).slice(0, -1)).toEqual(names(layout, panel));
    expect(names(grown, later).at(-1)).toBe('LATE');
    expect(blocksBefore(grown, 25)).toBe(blocksBefore(layout, 25));
  });

  it('leaves out blocks whose stocks come after the period', () => {
    const firstRows = Int32Array.from({ length: 40 }, (_, place) => (place < 20 ? 0 : 12));
    const made = { rows: 40, blocks: 3, columns: Int32Array.from(firstRows.keys()), firstRows };
    expect(blocksBefore(made, 12)).toBe(2);
    expect(blocksBefore(made, 13)).toBe(3);
    expect(blocksBefore(made, 0)).toBe(1);
  });
});

describe('laying figures out', () => {
  it('puts each figure in its lane as float32, missing stocks at the end, and reads it back', () => {
    const close = panel.matrices.get('CLOSE')!;
    const into = matrix();
    layMatrix(close, layout, into);
    const back = gatherRows(into, [...Array(40).keys()], layout, {
      count: layout.blocks,
      stride: layout.rows * BLOCK_STOCKS,
    });
    expect(back).toEqual(close.map(Math.fround));
    const some = gatherRows(into, [3, 17], layout, {
      count: layout.blocks,
      stride: layout.rows * BLOCK_STOCKS,
    });
    const stocks = panel.symbols.length;
    expect(some.subarray(stocks)).toEqual(back.subarray(17 * stocks, 18 * stocks));
    const lastBlock = into.subarray(2 * layout.rows * BLOCK_STOCKS);
    lastBlock.forEach((value, at) => {
      if (at % BLOCK_STOCKS >= 37 - 32) expect(value).toBeNaN();
    });
  });

  it('takes what float32 cannot hold for missing', () => {
    const close = Float64Array.from(panel.matrices.get('CLOSE')!);
    close[layout.columns[0]!] = 1e39;
    close[layout.columns[1]!] = Number.NEGATIVE_INFINITY;
    const into = matrix();
    layMatrix(close, layout, into);
    expect([into[0], into[1]]).toEqual([Number.NaN, Number.NaN]);
  });

  it('lays labels day by day, those of the first blocks', () => {
    const close = panel.matrices.get('CLOSE')!;
    const into = new Float32Array(40 * 32);
    layLabels(close, layout, 2, into);
    for (const [row, place] of [
      [0, 0],
      [7, 31],
      [39, 16],
    ] as const) {
      const label = close[row * 37 + layout.columns[place]!]!;
      expect(into[row * 32 + place]).toEqual(Math.fround(label));
    }
  });

  it('takes an overflow that kernels left for missing', () => {
    const into = matrix();
    layMatrix(panel.matrices.get('CLOSE')!, layout, into);
    into[5] = Number.POSITIVE_INFINITY;
    const back = gatherRows(into, [0], layout, { count: layout.blocks, stride: layout.rows * BLOCK_STOCKS });
    expect(back[layout.columns[5]!]).toBeNaN();
  });

  it('makes a mask that is added, and a vector that every stock meets', () => {
    const universe = Uint8Array.from({ length: 40 * 37 }, (_, cell) => (cell % 3 === 0 ? 0 : 1));
    const into = matrix();
    layMask(universe, layout, into);
    const [column] = layout.columns;
    expect(into[0]).toEqual(universe[column!] === 1 ? 0 : Number.NaN);
    const vector = new Float32Array(layout.rows * BLOCK_STOCKS);
    layVector(
      Float64Array.from({ length: 40 }, (_, day) => (day === 3 ? Number.NaN : day)),
      vector,
    );
    expect([...vector.subarray(2 * BLOCK_STOCKS, 3 * BLOCK_STOCKS)]).toEqual(Array(BLOCK_STOCKS).fill(2));
    expect(vector[3 * BLOCK_STOCKS + 5]).toBeNaN();
  });
});
