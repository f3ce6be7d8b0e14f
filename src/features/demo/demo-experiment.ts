import { proposeUniverse } from '../../core/experiment/defaults.ts';
import type { CreateRunInput } from '../runs/run.inputs.ts';

/** Shares of the days that are seen by fitness, and that come after. */
const TRAIN_SHARE = 0.6;
const VALIDATION_SHARE = 0.2;

/**
 * A small run that ends within a minute or two on two cores and has something to find: planted signals of daily
 * and of minute bars.
 * @param days trading days of the market, ascending
 */
export function demoExperiment(days: readonly string[]): NonNullable<CreateRunInput['experiment']> {
  const validation = Math.floor(days.length * TRAIN_SHARE);
  const test = Math.floor(days.length * (TRAIN_SHARE + VALIDATION_SHARE));
  const period = (from: number, to: number) => ({ from: days[from]!, to: days[to - 1]! });
  return {
    periods: {
      train: period(0, validation),
      validation: period(validation, test),
      test: period(test, days.length),
    },
    evaluation: { universe: proposeUniverse({ isSt: true, listedOn: true }), minimumStocks: 50 },
    evolution: { populationSize: 100, childrenPerGeneration: 30 },
    stop: { generations: 30 },
  };
}
