import { describe, expect, it } from 'vitest';
import { describeOperator } from '../../../../src/core/operator/describe.ts';
import { OPERATORS, operatorsOf } from '../../../../src/core/operator/operators.ts';
import type { OperationNode, ValueType } from '../../../../src/core/program/program.ts';
import { typeOfNode } from '../../../../src/core/program/type-check.ts';
import { languageWith, OPEN } from '../program/a-language.ts';

const REPORT = [
  'add',
  'subtract',
  'protecteddiv',
  'sigmoid',
  'ts_mean',
  'ts_std',
  'ts_skew',
  'ts_kurt',
  'ts_max',
  'ts_min',
  'ts_corr',
  'ts_diff',
  'ts_delay',
  'idx_min',
  'idx_max',
  'ts_norm',
  'interval',
  'cs_norm',
];
const ADDED = ['cs_rank', 'ts_rank', 'multiply', 'log', 'abs', 'sign', 'ts_sum', 'ts_decay_linear'];

const DIMENSIONS = {
  '[u]': { yuan: 1, lot: 0 },
  '[w]': { yuan: 0, lot: 1 },
  '[none]': { yuan: 0, lot: 0 },
  '[u-w]': { yuan: 1, lot: -1 },
  '[u+w]': { yuan: 1, lot: 1 },
} as const;
type Notation = keyof typeof DIMENSIONS;

const typeOf = (notation: Notation, frequency: 'daily' | 'minute' = 'daily'): ValueType => ({
  frequency,
  shape: 'matrix',
  dimension: DIMENSIONS[notation],
});

function nodeOf(name: string, window: number | null): OperationNode {
  const interval = name === 'interval' ? ({ reducer: 'sum', from: 570, to: 600 } as const) : null;
  const operands = OPERATORS.get(name)?.operands.map((_, k) => k) ?? [];
  return { kind: 'operation', operator: name, operands, window, interval };
}

describe('operators', () => {
  it('come in two named sets', () => {
    expect([...operatorsOf('report').keys()]).toEqual(REPORT);
    expect([...operatorsOf('extended').keys()]).toEqual([...REPORT, ...ADDED]);
    expect([...OPERATORS].every(([name, definition]) => name === definition.name)).toBe(true);
  });

  it.each([...OPERATORS.keys()])('%s: the checker does what its description says', (name) => {
    const definition = OPERATORS.get(name);
    if (definition === undefined) throw new Error(name);
    const description = describeOperator(definition);
    const frequency = name === 'interval' ? 'minute' : 'daily';
    for (const [language, rule] of [
      [OPEN, description.dimensionRule.en],
      [{ ...OPEN, strictTable1: true }, (description.strictDimensionRule ?? description.dimensionRule).en],
    ] as const) {
      const [left = '', right = ''] = (rule.split(':')[0] as string).split(' -> ');
      const operands = left.split(',').map((notation) => typeOf(notation as Notation, frequency));
      const typed = typeOfNode(nodeOf(name, definition.minimumWindow), operands, language);
      expect(typed).toEqual({ ok: true, value: typeOf(right as Notation) });
      const wrong = [typeOf('[u]', frequency), typeOf('[w]', frequency)].slice(0, operands.length);
      const refused = typeOfNode(nodeOf(name, definition.minimumWindow), wrong, language);
      expect(refused.ok).toBe(rule.includes('any dimension'));
    }
  });

  it.each([...OPERATORS.keys()])('%s: windows and minute data as described', (name) => {
    const definition = OPERATORS.get(name);
    if (definition === undefined || definition.family === 'interval') return;
    const { minimumWindow, reducesMinutes } = describeOperator(definition);
    const operands = definition.operands.map(() => typeOf('[none]'));
    if (minimumWindow !== null) {
      expect(typeOfNode(nodeOf(name, minimumWindow), operands, OPEN).ok).toBe(true);
      expect(typeOfNode(nodeOf(name, minimumWindow - 1), operands, OPEN).ok).toBe(false);
    }
    const minutes = definition.operands.map(() => typeOf('[none]', 'minute'));
    expect(
      typeOfNode(
        nodeOf(name, minimumWindow === null ? null : 240),
        minutes,
        languageWith({ operatorSet: 'extended' }),
      ).ok,
    ).toBe(reducesMinutes);
  });

  it('speak both languages', () => {
    for (const definition of OPERATORS.values()) {
      const { meaning, missing, windows, vectors, dimensionRule } = describeOperator(definition);
      for (const words of [meaning, missing, windows, vectors, dimensionRule]) {
        expect(words.en).toMatch(/[a-z]/);
        expect(words.zh).toMatch(/[\u4e00-\u9fff]/);
      }
    }
    expect(
      describeOperator(OPERATORS.get('ts_corr') as NonNullable<ReturnType<typeof OPERATORS.get>>),
    ).toMatchObject({
      signature: 'ts_corr(a, b, window)',
      dimensionRule: { en: '[u],[w] -> [none]: any dimension; gives a dimensionless value' },
      strictDimensionRule: { en: '[u],[u] -> [u]: operands of equal dimension; keeps the dimension' },
    });
  });
});
