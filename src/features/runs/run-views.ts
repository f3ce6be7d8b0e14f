import type { GenerationModel, IndividualModel } from './generation.models.ts';
import type { GenerationRow, IndividualRow } from './generations.store.ts';
import type { RunModel, RunProgressModel } from './run.models.ts';
import { runPace } from './run-pace.ts';
import type { RunRecord } from './run-record.ts';

// What rows look like to users; nothing is decided here.

export function runView(run: RunRecord): RunModel {
  const { storedState: _storedState, epoch: _epoch, minedMs, ...shown } = run;
  return { ...shown, minedSeconds: minedMs / 1000 };
}

export function progressView(run: RunRecord, latest: GenerationRow | null): RunProgressModel {
  const { id, state, generation, evaluations, stop } = run;
  return {
    runId: id,
    state,
    generation,
    generations: stop.generations,
    evaluations,
    ...runPace(run),
    meanFitness: latest?.meanFitness ?? null,
    bestFitness: latest?.bestFitness ?? null,
    bestFormula: latest?.bestFormula ?? null,
    diversity: latest?.diversity ?? null,
  };
}

export function generationView(row: GenerationRow): GenerationModel {
  const { cascade, catastrophe } = row;
  return {
    ...row,
    cascade: cascade && {
      tiers: [...cascade.tiers],
      nextThresholds: [...cascade.nextThresholds],
      audit: cascade.audit,
    },
    mutations: Object.entries(row.mutations).map(([mutation, counts]) => ({ mutation, ...counts })),
    catastrophe: catastrophe && { ...catastrophe, deaths: [...catastrophe.deaths] },
  };
}

export function individualView(row: IndividualRow): IndividualModel {
  const { origin, judgement, ...shown } = row;
  const isChild = origin.kind === 'mutation';
  return {
    ...shown,
    ic: judgement.ic,
    rankIc: judgement.rankIc,
    coverage: judgement.coverage,
    origin: origin.kind,
    mutation: isChild ? origin.mutation : null,
    parentHash: 'parentHash' in origin ? origin.parentHash : null,
    bred: origin.kind === 'equivalent' ? origin.bred : null,
    rejected: judgement.rejected ?? null,
    knownCorrelation: judgement.knownCorrelation ?? null,
  };
}
