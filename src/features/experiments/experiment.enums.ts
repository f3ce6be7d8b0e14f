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
