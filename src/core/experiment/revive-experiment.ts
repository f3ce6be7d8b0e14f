import type { EvolutionSettings, Experiment } from './experiment.ts';

type LaterSettings = Pick<EvolutionSettings, 'cascade' | 'fingerprints'>;

/** What experiments mean that were frozen before these settings came. */
const BEFORE: LaterSettings = { cascade: null, fingerprints: false };

/** A frozen configuration as it was stored: settings that came later are off, so that its runs stay what they were. */
export function reviveExperiment(
  stored: Omit<Experiment, 'evolution'> & {
    readonly evolution: Omit<EvolutionSettings, keyof LaterSettings> & Partial<LaterSettings>;
  },
): Experiment {
  return { ...stored, evolution: { ...BEFORE, ...stored.evolution } };
}
