import type { BreedingRules } from '../core/evolution/breeding-rules.ts';
import type { JudgementSources } from './judge-newborns.ts';
import type { Stopwatch } from './stopwatch.ts';

/** What every generation of a run is made with. */
export interface GenerationContext {
  readonly rules: BreedingRules;
  readonly sources: JudgementSources;
  readonly stopwatch: Stopwatch;
}
