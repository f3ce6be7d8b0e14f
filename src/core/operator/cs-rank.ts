import type { OperatorDefinition } from './operator.ts';

export const csRank: OperatorDefinition = {
  name: 'cs_rank',
  family: 'crossSection',
  set: 'extended',
  operands: ['a'],
  commutative: false,
  minimumWindow: null,
  reducesMinutes: false,
  vectorOperands: { report: [], extended: [] },
  dimension: { operands: 'any', result: 'none' },
  meaning: {
    en: "Average rank across the universe's stocks of the day, divided by their number",
    zh: '当日股票池内的截面排名（并列取平均）除以股票数',
  },
  missing: { en: 'Outside the universe.', zh: '股票池之外缺失。' },
};
