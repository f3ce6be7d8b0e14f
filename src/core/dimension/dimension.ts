/**
 * Physical dimension 量纲 of a value: integer exponents of the base units. Prices are yuan^1 (any currency
 * unit counts as yuan), volumes lot^1, a ratio has none. Source: report section 3.1.
 */
export interface Dimension {
  readonly yuan: number;
  readonly lot: number;
}

export const NONE: Dimension = Object.freeze({ yuan: 0, lot: 0 });
export const YUAN: Dimension = Object.freeze({ yuan: 1, lot: 0 });
export const LOT: Dimension = Object.freeze({ yuan: 0, lot: 1 });

export const isDimensionless = (d: Dimension): boolean => d.yuan === 0 && d.lot === 0;

export const sameDimension = (a: Dimension, b: Dimension): boolean => a.yuan === b.yuan && a.lot === b.lot;

/** Dimension of a product: exponents add. */
export const productOf = (a: Dimension, b: Dimension): Dimension => ({
  yuan: a.yuan + b.yuan,
  lot: a.lot + b.lot,
});

/** Dimension of a quotient: exponents subtract. */
export const quotientOf = (a: Dimension, b: Dimension): Dimension => ({
  yuan: a.yuan - b.yuan,
  lot: a.lot - b.lot,
});

/** `none`, `yuan`, `yuan*lot^-1`: the form that `parseDimension` reads back. */
export function formatDimension(d: Dimension): string {
  const factor = (unit: string, exponent: number): string[] =>
    exponent === 0 ? [] : [exponent === 1 ? unit : `${unit}^${exponent}`];
  const text = [...factor('yuan', d.yuan), ...factor('lot', d.lot)].join('*');
  return text === '' ? 'none' : text;
}

/** Reads `none`, `yuan`, `lot`, `yuan*lot`, `yuan/lot`, `yuan^2*lot^-1`; anything else gives null. */
export function parseDimension(text: string): Dimension | null {
  const compact = text.replace(/\s+/g, '').toLowerCase();
  if (compact === 'none' || compact === '1') return NONE;
  const exponents = { yuan: 0, lot: 0 };
  const factor = /([*/]?)(yuan|lot)(?:\^(-?\d{1,2}))?/y;
  while (factor.lastIndex < compact.length) {
    const first = factor.lastIndex === 0;
    const match = factor.exec(compact);
    if (match === null || first !== (match[1] === '')) return null;
    const exponent = Number(match[3] ?? 1);
    exponents[match[2] as 'yuan' | 'lot'] += match[1] === '/' ? -exponent : exponent;
  }
  return compact === '' ? null : exponents;
}
