import type { BreedingRules } from '../core/evolution/breeding-rules.ts';
import type { CascadeSettings } from '../core/experiment/experiment.ts';
import type { Unlikeness } from './keep-unlike.ts';
import type { Evaluator } from './ports.ts';
import type { ProgramMemory } from './program-memory.ts';
import type { Stopwatch } from './stopwatch.ts';

/** What every generation of a run is made with. */
export interface GenerationContext {
  readonly rules: BreedingRules;
  /** Null where it is off, or the market too small for it. */
  readonly cascade: CascadeSettings | null;
  /** Null = everything counts for what it is. */
  readonly unlike: Unlikeness | null;
  readonly evaluator: Evaluator;
  readonly memory: ProgramMemory;
  readonly stopwatch: Stopwatch;
}
