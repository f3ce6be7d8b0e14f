import { Refusal } from '../../core/outcome/refusal.ts';
import type { TopFactorsInput } from '../factors/top-factors.inputs.ts';
import type {
  PoolDistinctInput,
  PoolQueryInput,
  PoolSourceInput,
  PoolSourcesInput,
  RandomProgramsInput,
} from './pool.inputs.ts';

const MOST_SOURCES = 20;
const MOST_FORMULAS = 600;
export const DEFAULT_CORRELATION = 0.9;

/** One source, of which exactly one kind is meant. */
export type PoolSource = { readonly quota: number } & (
  | { readonly kind: 'top'; readonly top: TopFactorsInput }
  | { readonly kind: 'run'; readonly runId: string }
  | { readonly kind: 'library'; readonly libraryId: string }
  | { readonly kind: 'pool'; readonly poolId: string }
  | { readonly kind: 'formulas'; readonly formulas: readonly string[] }
  | { readonly kind: 'random'; readonly random: RandomProgramsInput }
);

/** What a QUERY pool keeps: a query of its own, or sources. */
export type PoolDefinition = PoolQueryInput | PoolSourcesInput;

export const hasSources = (definition: PoolDefinition): definition is PoolSourcesInput =>
  'sources' in definition && Array.isArray(definition.sources);

/** Names a source, as programs and tallies tell it. */
export function nameOf(source: PoolSource): string {
  switch (source.kind) {
    case 'run':
      return `run:${source.runId}`;
    case 'library':
      return `library:${source.libraryId}`;
    case 'pool':
      return `pool:${source.poolId}`;
    default:
      return source.kind;
  }
}

/** @throws Refusal INVALID_INPUT unless each source is of exactly one kind */
export function sourcesOf({ sources }: PoolSourcesInput): PoolSource[] {
  if (sources.length > 0 && sources.length <= MOST_SOURCES) return sources.map(sourceOf);
  throw new Refusal('INVALID_INPUT', `warm-start pool: expected 1 to ${MOST_SOURCES} sources`, {
    expected: `1 to ${MOST_SOURCES} sources`,
    actual: String(sources.length),
    where: 'from.sources',
    remedy: 'join like sources, or make several pools: a run may start from more than one',
  });
}

function sourceOf(input: PoolSourceInput, at: number): PoolSource {
  const { quota, top, runId, libraryId, poolId, formulas, random } = input;
  const meant: PoolSource[] = [
    ...(top ? [{ kind: 'top', quota, top } as const] : []),
    ...(runId ? [{ kind: 'run', quota, runId } as const] : []),
    ...(libraryId ? [{ kind: 'library', quota, libraryId } as const] : []),
    ...(poolId ? [{ kind: 'pool', quota, poolId } as const] : []),
    ...(formulas ? [{ kind: 'formulas', quota, formulas } as const] : []),
    ...(random ? [{ kind: 'random', quota, random } as const] : []),
  ];
  if (formulas && formulas.length > MOST_FORMULAS) throw tooManyFormulas(formulas.length, at);
  const [one, ...others] = meant;
  if (one && others.length === 0) return one;
  throw new Refusal(
    'INVALID_INPUT',
    `warm-start pool: source ${at} is of ${meant.length} kinds, not of one`,
    {
      expected: 'exactly one of top, runId, libraryId, poolId, formulas, random',
      actual: meant.map(({ kind }) => kind).join(', ') || 'none',
      where: `from.sources[${at}]`,
      remedy: 'make a source of each kind',
    },
  );
}

export const correlationOf = (distinct: PoolDistinctInput): number =>
  distinct.maximumCorrelation ?? DEFAULT_CORRELATION;

const tooManyFormulas = (count: number, at: number): Refusal =>
  new Refusal('INVALID_INPUT', `warm-start pool: source ${at} has ${count} formulas`, {
    expected: `at most ${MOST_FORMULAS} formulas`,
    actual: String(count),
    where: `from.sources[${at}].formulas`,
    remedy: 'upload them to a list, and start from both',
  });
