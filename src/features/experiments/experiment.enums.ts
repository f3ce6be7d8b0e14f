import { registerEnumType } from '@nestjs/graphql';

// Stored values are those of the frozen configuration; GraphQL shows the SCREAMING names.

export const SelectionKindEnum = { BEST: 'best', ROULETTE: 'roulette', TOURNAMENT: 'tournament' } as const;
registerEnumType(SelectionKindEnum, {
  name: 'SelectionKind',
  description:
    'How parents are chosen: the N fittest, by fitness-weighted draw, or the best of k drawn at random.',
  valuesMap: {
    BEST: { description: 'The N fittest (择优).' },
    ROULETTE: { description: 'By a draw in proportion to fitness (轮盘赌).' },
    TOURNAMENT: { description: 'The best of k drawn at random, N times (锦标赛).' },
  },
});

export const CorrelationKindEnum = { RANK: 'rank', PEARSON: 'pearson' } as const;
registerEnumType(CorrelationKindEnum, {
  name: 'CorrelationKind',
  description: 'Cross-sectional correlation: Spearman with average ranks (rank), or Pearson.',
  valuesMap: {
    RANK: { description: 'Spearman, with average ranks (秩相关).' },
    PEARSON: { description: 'Pearson, of the values themselves.' },
  },
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
  valuesMap: {
    RANK: { description: '|mean rank IC|.' },
    PEARSON: { description: '|mean Pearson IC|.' },
    RESIDUAL_RANK: { description: '|mean rank IC| of what the styles leave (剔除风格).' },
    RESIDUAL_PEARSON: { description: '|mean Pearson IC| of what the styles leave.' },
  },
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
  valuesMap: {
    EVOLUTION: { description: 'Children are bred from the fit (进化).' },
    RANDOM: { description: 'Each child is a fresh random program: the control (随机).' },
  },
});

export const LimitLockedEnum = { OFF: 'off', AUTO: 'auto', LIMITS: 'limits', BOARD: 'board' } as const;
registerEnumType(LimitLockedEnum, {
  name: 'LimitLocked',
  description:
    'Whether labels whose entry day closes at a price limit (涨跌停) are dropped: off, by limit columns, by A-share board rules, or by whatever the dataset allows (auto).',
  valuesMap: {
    OFF: { description: 'No label is dropped.' },
    AUTO: { description: 'By limit columns where there are some, else by board rules where they hold.' },
    LIMITS: { description: 'By the limit columns of the dataset.' },
    BOARD: { description: "By the boards' own limits of A-shares." },
  },
});

export const OperatorSetEnum = { REPORT: 'report', EXTENDED: 'extended' } as const;

export const InitialSourceEnum = { FRESH: 'fresh', FIRST_GENERATION: 'firstGeneration' } as const;
registerEnumType(InitialSourceEnum, {
  name: 'InitialSource',
  description:
    "Where a catastrophe's simple programs come from: drawn afresh, or the run's own first generation.",
  valuesMap: {
    FRESH: { description: 'Fresh random programs.' },
    FIRST_GENERATION: { description: "The run's own first generation." },
  },
});
registerEnumType(OperatorSetEnum, {
  name: 'OperatorSet',
  description:
    "Named vocabulary of operators: the report's table 1, or that and the wider ones (cs_rank, log ...).",
  valuesMap: {
    REPORT: { description: "The report's table, and no more." },
    EXTENDED: { description: 'The report and what quants use beside it.' },
  },
});
