import type { Panel, PanelAttributes } from './panel.ts';
import type { PanelArray } from './panel-manifest.ts';
import { sharedFlags, sharedFloats } from './shared-arrays.ts';

/** How prices were adjusted: `rebase` = 1 at each symbol's first row, `asGiven` = the file's own base. */
export type AdjustmentPolicy = 'rebase' | 'asGiven' | 'none';

/** What a panel's figures mean beyond their names. Part of a dataset's identity. */
export interface PanelProvenance {
  /** ISO 4217 code, or whatever the importer calls the unit of its prices. */
  readonly currency: string;
  readonly adjustment: AdjustmentPolicy;
  /** Codes that stay with the dataset, e.g. FORWARD_ADJUSTED. Sorted. */
  readonly labels: readonly string[];
  /** Adjustment factor that each symbol's prices were divided by; null where the import had none. */
  readonly baseFactors: readonly (number | null)[] | null;
}

/** A panel that has no name yet: what an import or a generator makes and `writePanel` stores. */
export type PanelContent = Omit<Panel, 'datasetHash'> & { readonly provenance: PanelProvenance };

/** Attributes of a panel that says nothing of its stocks. */
export const NO_ATTRIBUTES: PanelAttributes = Object.freeze({
  isSt: null,
  rawClose: null,
  rawPreviousClose: null,
  limitUp: null,
  limitDown: null,
  amount: null,
  listedOn: null,
});

export const ATTRIBUTE_MATRICES = ['rawClose', 'rawPreviousClose', 'limitUp', 'limitDown', 'amount'] as const;

/** Every array of a panel but its minute bars, with its place in the format, in the one order that hashing uses. */
export function arraysOf(panel: PanelContent | Panel): [PanelArray, Float64Array | Uint8Array][] {
  const named = (
    kind: PanelArray['kind'],
    values: ReadonlyMap<string, Float64Array>,
  ): [PanelArray, Float64Array][] =>
    [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, array]) => [{ kind, name }, array]);
  const attributes: [PanelArray, Float64Array | Uint8Array][] = [];
  for (const name of ATTRIBUTE_MATRICES) {
    const values = panel.attributes[name];
    if (values !== null) attributes.push([{ kind: 'attribute', name }, values]);
  }
  if (panel.attributes.isSt !== null) {
    attributes.push([{ kind: 'flags', name: 'isSt' }, panel.attributes.isSt]);
  }
  return [...named('matrix', panel.matrices), ...named('vector', panel.vectors), ...attributes];
}

/** Shape of a panel's arrays. */
export interface PanelShape {
  readonly days: number;
  readonly bars: number;
  readonly symbols: number;
}

export const shapeOf = (panel: Pick<Panel, 'days' | 'symbols' | 'session'>): PanelShape => ({
  days: panel.days.length,
  bars: panel.session?.barStamps.length ?? 0,
  symbols: panel.symbols.length,
});

/** Number of values that an array of this kind holds. */
export function lengthOf(kind: PanelArray['kind'], shape: PanelShape): number {
  if (kind === 'vector') return shape.days;
  // Only datasets of the first format have these.
  if (kind === 'minute') return shape.days * shape.bars * shape.symbols;
  return shape.days * shape.symbols;
}

/** Empty array of the right length and kind: all missing, or all zero for flags. */
export function emptyArray(kind: PanelArray['kind'], shape: PanelShape): Float64Array | Uint8Array {
  return kind === 'flags' ? sharedFlags(lengthOf(kind, shape)) : sharedFloats(lengthOf(kind, shape));
}
