import { expect, it } from 'vitest';
import type { RunProgressModel } from '../../../../src/features/runs/run.models.ts';
import { progressLine } from '../../../../src/features/runs/run-progress-line.ts';

const PROGRESS: RunProgressModel = {
  runId: '01a2',
  state: 'RUNNING',
  generation: 12,
  generations: 30,
  evaluations: 400,
  evaluationsPerSecond: 92.7,
  meanFitness: 0.03124,
  bestFitness: 0.0887,
  bestFormula: 'OPEN/CLOSE',
  diversity: 0.9,
  etaSeconds: 3,
};

it('tells the generation, the fitness and the pace on one line', () => {
  expect(progressLine(PROGRESS)).toBe(
    'run 01a2: generation 12/30, mean |IC| 0.0312, best 0.0887 OPEN/CLOSE, 93 programs/s',
  );
});

it('leaves out what is not known', () => {
  const early = { ...PROGRESS, generations: null, meanFitness: null, evaluationsPerSecond: null };
  expect(progressLine(early)).toBe('run 01a2: generation 12, mean |IC| -, best 0.0887 OPEN/CLOSE');
});
