import type { Panel } from '../../panel/panel.ts';
import { ATTRIBUTE_MATRICES } from '../../panel/panel-content.ts';

/**
 * A panel of a few stocks of another: daily fields, vectors and attributes, float64 as they are. Minute bars are left
 * out. Memory: 8 bytes a field, day and stock.
 * @param columns which stocks, in the order that they are to have
 */
export function samplePanel(panel: Panel, columns: Int32Array): Panel {
  const pick = <T extends Float64Array | Uint8Array>(values: T): T => pickColumns(values, panel, columns);
  const { attributes } = panel;
  const matrices = ATTRIBUTE_MATRICES.map((name) => [name, attributes[name] && pick(attributes[name])]);
  const { isSt, listedOn } = attributes;
  return {
    ...panel,
    symbols: Array.from(columns, (column) => panel.symbols[column]!),
    matrices: new Map([...panel.matrices].map(([name, values]) => [name, pick(values)])),
    minutes: null,
    attributes: {
      ...attributes,
      ...Object.fromEntries(matrices),
      isSt: isSt && pick(isSt),
      listedOn: listedOn && Array.from(columns, (column) => listedOn[column] ?? null),
    },
  };
}

/** Some columns of [days x symbols]. */
export function pickColumns<T extends Float64Array | Uint8Array>(
  values: T,
  panel: Pick<Panel, 'days' | 'symbols'>,
  columns: Int32Array,
): T {
  const { length: days } = panel.days;
  const { length: symbols } = panel.symbols;
  const picked = new (values.constructor as new (length: number) => T)(days * columns.length);
  for (let day = 0; day < days; day++) {
    columns.forEach((column, at) => {
      picked[day * columns.length + at] = values[day * symbols + column]!;
    });
  }
  return picked;
}
