import type {
  Bilingual,
  DimensionRule,
  OperatorDefinition,
  OperatorFamily,
  OperatorSetName,
} from './operator.ts';
import { INTERVAL_REDUCERS } from './operator.ts';

/** An operator in words, for users who write formulas or choose a search space. */
export interface OperatorDescription {
  readonly name: string;
  readonly family: OperatorFamily;
  readonly set: OperatorSetName;
  /** `ts_corr(a, b, window)`. */
  readonly signature: string;
  /** `+`, `-`, `*`, `/`, or null. */
  readonly infix: string | null;
  readonly commutative: boolean;
  readonly minimumWindow: number | null;
  readonly reducesMinutes: boolean;
  readonly dimensionRule: Bilingual;
  readonly strictDimensionRule: Bilingual | null;
  readonly windows: Bilingual;
  readonly vectors: Bilingual;
  readonly meaning: Bilingual;
  readonly missing: Bilingual;
}

/** Words for what the definition says, made from the very record that the type checker reads. */
export function describeOperator(definition: OperatorDefinition): OperatorDescription {
  const { strictDimension } = definition;
  return {
    name: definition.name,
    family: definition.family,
    set: definition.set,
    signature: signatureOf(definition),
    infix: definition.infix ?? null,
    commutative: definition.commutative,
    minimumWindow: definition.minimumWindow,
    reducesMinutes: definition.reducesMinutes,
    dimensionRule: describeRule(definition.dimension, definition),
    strictDimensionRule: strictDimension === undefined ? null : describeRule(strictDimension, definition),
    windows: describeWindows(definition),
    vectors: describeVectors(definition),
    meaning: definition.meaning,
    missing: definition.missing,
  };
}

/** `ts_corr(a, b, window)`, `interval(m, reducer, from, to)`. */
export function signatureOf(definition: OperatorDefinition): string {
  const parts = [...definition.operands];
  if (definition.family === 'interval') parts.push('reducer', 'from', 'to');
  if (definition.minimumWindow !== null) parts.push('window');
  return `${definition.name}(${parts.join(', ')})`;
}

const OPERANDS: Readonly<Record<DimensionRule['operands'], Bilingual>> = {
  equal: { en: 'operands of equal dimension', zh: '操作数量纲相同' },
  any: { en: 'any dimension', zh: '任意量纲' },
  none: { en: 'dimensionless operands only', zh: '仅限无量纲操作数' },
};

const RESULTS: Readonly<Record<DimensionRule['result'], Bilingual>> = {
  same: { en: 'keeps the dimension', zh: '量纲不变' },
  none: { en: 'gives a dimensionless value', zh: '结果无量纲' },
  quotient: { en: 'exponents subtract', zh: '量纲指数相减' },
  product: { en: 'exponents add', zh: '量纲指数相加' },
};

/** `[u],[u] -> [u]: operands of equal dimension; keeps the dimension`. */
function describeRule(rule: DimensionRule, definition: OperatorDefinition): Bilingual {
  const notation = `${notationOf(rule, definition.operands.length)}: `;
  const [operands, result] = [OPERANDS[rule.operands], RESULTS[rule.result]];
  return { en: `${notation}${operands.en}; ${result.en}`, zh: `${notation}${operands.zh}，${result.zh}` };
}

function notationOf(rule: DimensionRule, arity: number): string {
  const letters = { equal: ['[u]', '[u]'], any: ['[u]', '[w]'], none: ['[none]', '[none]'] }[rule.operands];
  const result = { same: letters[0], none: '[none]', quotient: '[u-w]', product: '[u+w]' }[rule.result];
  return `${letters.slice(0, arity).join(',')} -> ${result}`;
}

function describeWindows(definition: OperatorDefinition): Bilingual {
  const minimum = definition.minimumWindow;
  if (definition.family === 'interval') {
    const reducers = INTERVAL_REDUCERS.join(' ');
    return {
      en: `minute bars from one time of day to another; reducers ${reducers}`,
      zh: `分钟数据的起止时刻；取值方式 ${reducers}`,
    };
  }
  if (minimum === null) return { en: 'no window', zh: '无窗口' };
  const days = { en: `${minimum} exchange days at least`, zh: `至少 ${minimum} 个交易日` };
  if (!definition.reducesMinutes)
    return { en: `${days.en}; daily data only`, zh: `${days.zh}；仅限日频数据` };
  return {
    en: `${days.en}; 240 = the whole session on minute data`,
    zh: `${days.zh}；分钟数据取 240，即整个交易时段`,
  };
}

function describeVectors(definition: OperatorDefinition): Bilingual {
  const { report, extended } = definition.vectorOperands;
  const names = (positions: readonly number[]): string =>
    positions.map((position) => definition.operands[position]).join(', ');
  if (extended.length === 0) return { en: 'no market vectors', zh: '不接受市场向量' };
  const reportNames = names(report) || 'none';
  return {
    en: `market vectors as operands: ${reportNames} in the report set, ${names(extended)} in the extended set`,
    zh: `可为市场向量的操作数：report 集合 ${names(report) || '无'}，extended 集合 ${names(extended)}`,
  };
}
