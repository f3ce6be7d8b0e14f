import type { Definition } from './definition.ts';

const OWN = 'factormine';

/** What speaks against a factor: the ids are the names of the checks. */
export const CHECK_DEFINITIONS = {
  LOW_IC: {
    english: "|mean IC| in the fitness's kind below the limit fails.",
    chinese: '检查：IC 过低',
    source: OWN,
  },
  HIGH_TURNOVER: {
    english: 'Mean FACTOR_TURNOVER above the limit fails.',
    chinese: '检查：换手过高',
    source: OWN,
  },
  LIBRARY_CORRELATION: {
    english:
      "Mean daily rank correlation with the most similar member of the given library, on the library's own days and definition; |value| above the limit fails.",
    chinese: '检查：与因子库最相似成员的秩相关过高',
    source: OWN,
  },
  TOO_LONG: {
    english:
      'Operators and data leaves of the expanded expression, windows not counted; more than the limit fails.',
    chinese: '检查：表达式过长',
    source: 'report, section 3 (limited length)',
  },
  LOW_COVERAGE: {
    english: 'Mean COVERAGE_BY_DAY below the limit fails.',
    chinese: '检查：覆盖率不足',
    source: OWN,
  },
  NOT_SIGNIFICANT: {
    english:
      'p-value of the mean IC (two-sided, Newey-West standard error) as the best of as many skill-less tries as distinct programs were ever tried on the series (Sidak); above the limit fails. Exact on days that a search saw, too strict elsewhere.',
    chinese: '检查：多重检验校正后的 p 值过高',
    source: 'Newey and West (1987); Sidak (1967)',
  },
} as const satisfies Readonly<Record<string, Definition>>;
