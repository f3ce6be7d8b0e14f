import { registerEnumType } from '@nestjs/graphql';

/** What factors can be ordered by. */
export const FactorMetricEnum = {
  RANK_IC: 'RANK_IC',
  IC: 'IC',
  RANK_IC_IR: 'RANK_IC_IR',
  IC_IR: 'IC_IR',
  RESIDUAL_RANK_IC: 'RESIDUAL_RANK_IC',
  RESIDUAL_IC: 'RESIDUAL_IC',
  RANK_WIN_RATE: 'RANK_WIN_RATE',
  WIN_RATE: 'WIN_RATE',
  LONG_SHORT_ANNUAL_RETURN: 'LONG_SHORT_ANNUAL_RETURN',
  LONG_LEG_ANNUAL_RETURN: 'LONG_LEG_ANNUAL_RETURN',
} as const;
export type FactorMetric = keyof typeof FactorMetricEnum;

registerEnumType(FactorMetricEnum, {
  name: 'FactorMetric',
  description:
    'What factors are ordered by, largest first. Correlations count by their size: -f is no other find than f.',
  valuesMap: {
    RANK_IC: { description: '|mean daily rank IC| (秩相关 IC): Spearman of factor and forward return.' },
    IC: { description: '|mean daily Pearson IC|.' },
    RANK_IC_IR: { description: '|mean| / std of the daily rank IC, not annualised (ICIR).' },
    IC_IR: { description: '|mean| / std of the daily Pearson IC, not annualised (ICIR).' },
    RESIDUAL_RANK_IC: {
      description:
        '|mean style-residual rank IC| (剔除风格后的秩相关 IC). Only factors with full statistics, or mined by it.',
    },
    RESIDUAL_IC: {
      description:
        '|mean style-residual Pearson IC| (剔除风格后的 IC). Only factors with full statistics, or mined by it.',
    },
    RANK_WIN_RATE: {
      description:
        'Share of days whose rank IC has the sign of the mean (胜率). Only factors with full statistics.',
    },
    WIN_RATE: {
      description:
        'Share of days whose Pearson IC has the sign of the mean (胜率). Only factors with full statistics.',
    },
    LONG_SHORT_ANNUAL_RETURN: {
      description:
        'Best less worst group a year (多空年化收益), report definition. Only factors with full statistics.',
    },
    LONG_LEG_ANNUAL_RETURN: {
      description:
        'Best group a year (多头年化收益), report definition, gross. Only factors with full statistics.',
    },
  },
});

/** Periods of an experiment by what they are for. */
export const PeriodRoleEnum = { TRAIN: 'train', VALIDATION: 'validation', TEST: 'test' } as const;
export type PeriodRole = (typeof PeriodRoleEnum)[keyof typeof PeriodRoleEnum];

registerEnumType(PeriodRoleEnum, {
  name: 'PeriodRole',
  description: 'A period of the experiment: in sample (样本内), for choosing, or for the last look (样本外).',
  valuesMap: {
    TRAIN: { description: 'In sample (样本内): what fitness sees.' },
    VALIDATION: { description: 'For choosing among factors (验证期).' },
    TEST: { description: 'For the last look (样本外), which is recorded.' },
  },
});

export const LineageDirectionEnum = { ANCESTORS: 'ancestors', DESCENDANTS: 'descendants' } as const;

registerEnumType(LineageDirectionEnum, {
  name: 'LineageDirection',
  description: 'Which side of the family: what a factor was made from, or what was made of it.',
  valuesMap: {
    ANCESTORS: { description: 'What it was made from.' },
    DESCENDANTS: { description: 'What was made of it.' },
  },
});

export const ScanEndEnum = {
  COUNT_REACHED: 'COUNT_REACHED',
  CANDIDATES_EXHAUSTED: 'CANDIDATES_EXHAUSTED',
  SCAN_LIMIT_REACHED: 'SCAN_LIMIT_REACHED',
} as const;
export type ScanEnd = keyof typeof ScanEndEnum;

registerEnumType(ScanEndEnum, {
  name: 'ScanEnd',
  description: 'Why a bounded selection ended.',
  valuesMap: {
    COUNT_REACHED: { description: 'As many were found as were asked for.' },
    CANDIDATES_EXHAUSTED: { description: 'Every factor that matches was looked at.' },
    SCAN_LIMIT_REACHED: { description: 'More match than were looked at; raise maximumScanned for more.' },
  },
});

export const EvaluationPrecisionEnum = { SEARCH: 'SEARCH', EXACT: 'EXACT' } as const;
export type EvaluationPrecision = keyof typeof EvaluationPrecisionEnum;

registerEnumType(EvaluationPrecisionEnum, {
  name: 'EvaluationPrecision',
  description: 'Which engine measured.',
  valuesMap: {
    SEARCH: { description: 'Figures of the float32 engine of runs.' },
    EXACT: { description: 'Measured in float64, as every tear sheet is.' },
  },
});
