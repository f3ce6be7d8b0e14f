import { registerEnumType } from '@nestjs/graphql';

// Stored values are those of the frozen configuration; GraphQL shows the SCREAMING names.

export const SelectionKindEnum = { BEST: 'best', ROULETTE: 'roulette', TOURNAMENT: 'tournament' } as const;
registerEnumType(SelectionKindEnum, {
  name: 'SelectionKind',
  description:
    'How parents are chosen: the N fittest, by fitness-weighted draw, or the best of k drawn at random.',
});

export const CorrelationKindEnum = { RANK: 'rank', PEARSON: 'pearson' } as const;
registerEnumType(CorrelationKindEnum, {
  name: 'CorrelationKind',
  description: 'Cross-sectional correlation: Spearman with average ranks (rank), or Pearson.',
});

export const FitnessKindEnum = {
  RANK: 'rank',
  PEARSON: 'pearson',
  RESIDUAL_RANK: 'residualRank',
  RESIDUAL_PEARSON: 'residualPearson',
} as const;
registerEnumType(FitnessKindEnum, {
  name: 'FitnessKind',
  description:
    'What fitness is the |mean| of: the rank IC, the Pearson IC, or what the styles leave of either (剔除风格).',
});

export const StyleNameEnum = {
  RETURN_5: 'return5',
  RETURN_20: 'return20',
  VOLATILITY_20: 'volatility20',
  TURNOVER_20: 'turnover20',
  SIZE: 'size',
  INDUSTRY: 'industry',
} as const;
registerEnumType(StyleNameEnum, {
  name: 'StyleName',
  description: 'A well-known characteristic of stocks (风格) that many factors turn out to be.',
  valuesMap: {
    RETURN_5: { description: 'Return of the last 5 days (短期反转): CLOSE[T] / CLOSE[T-5] - 1.' },
    RETURN_20: { description: 'Return of the last 20 days (动量/反转).' },
    VOLATILITY_20: { description: 'Standard deviation of the last 20 daily returns (波动率), ddof 1.' },
    TURNOVER_20: { description: 'Mean TURNOVER_RATE of the last 20 days (换手率).' },
    SIZE: { description: 'ln FLOAT_CAP (市值).' },
    INDUSTRY: { description: 'A dummy for each value of the field INDUSTRY (行业).' },
  },
});

export const SearchKindEnum = { EVOLUTION: 'evolution', RANDOM: 'random' } as const;
registerEnumType(SearchKindEnum, {
  name: 'SearchKind',
  description: 'Evolution, or fresh random programs of the same budget (the control).',
});

export const LimitLockedEnum = { OFF: 'off', AUTO: 'auto', LIMITS: 'limits', BOARD: 'board' } as const;
registerEnumType(LimitLockedEnum, {
  name: 'LimitLocked',
  description:
    'Whether labels whose entry day closes at a price limit (涨跌停) are dropped: off, by limit columns, by A-share board rules, or by whatever the dataset allows (auto).',
});

export const OperatorSetEnum = { REPORT: 'report', EXTENDED: 'extended' } as const;

export const InitialSourceEnum = { FRESH: 'fresh', FIRST_GENERATION: 'firstGeneration' } as const;
registerEnumType(InitialSourceEnum, {
  name: 'InitialSource',
  description:
    "Where a catastrophe's simple programs come from: drawn afresh, or the run's own first generation.",
});
registerEnumType(OperatorSetEnum, {
  name: 'OperatorSet',
  description:
    "Named vocabulary of operators: the report's table 1, or that and the wider ones (cs_rank, log ...).",
});
