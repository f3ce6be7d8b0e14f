import { type Dimension, LOT, NONE, YUAN } from '../../../core/dimension/dimension.ts';
import { Refusal } from '../../../core/outcome/refusal.ts';
import type { ColumnRole } from './import-options.ts';

export interface Unit {
  readonly dimension: Dimension;
  /** Figure in this unit x scale = figure in yuan, lots or a plain ratio. */
  readonly scale: number;
}

/** Units that a column may be declared in. `yuan` stands for any currency unit; a lot is 100 shares. */
export const UNITS: Readonly<Record<string, Unit>> = {
  yuan: { dimension: YUAN, scale: 1 },
  fen: { dimension: YUAN, scale: 0.01 },
  thousandYuan: { dimension: YUAN, scale: 1e3 },
  tenThousandYuan: { dimension: YUAN, scale: 1e4 },
  millionYuan: { dimension: YUAN, scale: 1e6 },
  hundredMillionYuan: { dimension: YUAN, scale: 1e8 },
  lot: { dimension: LOT, scale: 1 },
  share: { dimension: LOT, scale: 0.01 },
  thousandShares: { dimension: LOT, scale: 10 },
  none: { dimension: NONE, scale: 1 },
  fraction: { dimension: NONE, scale: 1 },
  percent: { dimension: NONE, scale: 0.01 },
  permille: { dimension: NONE, scale: 0.001 },
};

/** Dimension of each known column that has one. */
const ROLE_DIMENSIONS: Partial<Record<ColumnRole, Dimension>> = {
  open: YUAN,
  high: YUAN,
  low: YUAN,
  close: YUAN,
  volume: LOT,
  amount: YUAN,
  turnover: NONE,
  vwap: YUAN,
  float_cap: YUAN,
  prev_close: YUAN,
  limit_up: YUAN,
  limit_down: YUAN,
};

/**
 * Scale of a known column in its declared unit.
 * @throws Refusal INVALID_INPUT for an unknown unit, or one of another dimension
 */
export function scaleOf(role: ColumnRole, unitName: string | undefined): number {
  if (unitName === undefined) return 1;
  const unit = Object.hasOwn(UNITS, unitName) ? UNITS[unitName] : undefined;
  const dimension = ROLE_DIMENSIONS[role];
  if (dimension !== undefined && unit !== undefined) {
    if (dimension.yuan === unit.dimension.yuan && dimension.lot === unit.dimension.lot) return unit.scale;
  }
  const fitting = Object.keys(UNITS).filter((name) => {
    const other = UNITS[name]!.dimension;
    return dimension !== undefined && dimension.yuan === other.yuan && dimension.lot === other.lot;
  });
  throw new Refusal('INVALID_INPUT', `column ${role} cannot be in ${unitName}`, {
    expected: fitting.length === 0 ? 'no unit' : `one of ${fitting.join(', ')}`,
    actual: unitName,
    where: `units.${role}`,
  });
}
