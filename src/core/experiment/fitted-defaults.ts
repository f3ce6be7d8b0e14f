import { EXPERIMENT_DEFAULTS } from './defaults.ts';
import type { EvolutionSettings, Experiment, StopConditions } from './experiment.ts';

const NO_PERIOD = { from: '', to: '' };

const NO_LIMITS: StopConditions = {
  generations: null,
  evaluations: null,
  seconds: null,
  targetFitness: null,
  stagnation: null,
};

/**
 * The defaults as they fit what the user did say: a small population gets fewer children and smaller
 * tournaments, a small size limit smaller fresh programs, and whoever names a stop condition gets no other.
 * The empty periods are refused later unless they are given.
 */
export function defaultsFor(configuration: unknown): Experiment {
  return {
    ...EXPERIMENT_DEFAULTS,
    evolution: fittedEvolution(configuration),
    periods: { train: NO_PERIOD, validation: null, test: null },
    stop: namesStop(configuration) ? NO_LIMITS : EXPERIMENT_DEFAULTS.stop,
  };
}

function fittedEvolution(configuration: unknown): EvolutionSettings {
  const defaults = EXPERIMENT_DEFAULTS.evolution;
  const population = wholeNumberAt(configuration, 'evolution', 'populationSize') ?? defaults.populationSize;
  const size = wholeNumberAt(configuration, 'language', 'maximumSize') ?? defaults.initialSize.maximum;
  const { minimum, maximum } = defaults.initialSize;
  return {
    ...defaults,
    childrenPerGeneration: Math.max(1, Math.min(defaults.childrenPerGeneration, Math.floor(population / 5))),
    tournamentSize: Math.max(1, Math.min(defaults.tournamentSize, population)),
    initialSize: { minimum, maximum: Math.max(minimum, Math.min(maximum, size)) },
  };
}

/** What stands at a path of an unchecked configuration; undefined where nothing does. */
function lookUp(configuration: unknown, ...path: readonly string[]): unknown {
  let value = configuration;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

function wholeNumberAt(configuration: unknown, ...path: readonly string[]): number | null {
  const value = lookUp(configuration, ...path);
  return Number.isInteger(value) ? (value as number) : null;
}

/** Whether the user said anything of when to stop; `generations: null` alone says "never", which is refused. */
function namesStop(configuration: unknown): boolean {
  const stop = lookUp(configuration, 'stop');
  return (
    typeof stop === 'object' && stop !== null && Object.values(stop).some((limit) => limit !== undefined)
  );
}
