import type { Judgement } from '../core/evolution/individual.ts';
import { invariant } from '../core/outcome/refusal.ts';
import type { Program } from '../core/program/program.ts';
import type { Measurements } from './generation-record.ts';
import type { EvaluationMemo, Evaluator } from './ports.ts';
import { duringStorage } from './store-fault.ts';

/** Where measurements come from. All but the evaluator replace work and decide nothing. */
export interface MemorySources {
  readonly evaluator: Evaluator;
  readonly memo: EvaluationMemo;
  /** Tiers whose scores are of use. */
  readonly shares: readonly number[];
  readonly signal: AbortSignal;
  /** Programs that are remembered; several populations, or the living would be forgotten while they live. */
  readonly capacity: number;
}

interface Entry {
  /** The memo was asked. */
  asked: boolean;
  judgement: Judgement | null;
  fingerprint: string | null;
  readonly scores: Map<number, number | null>;
}

/**
 * What this process knows of programs: what it has measured lately, what the memo tells, and the evaluator for the
 * rest. Every measurement is a pure function of its program, so that forgetting costs time alone.
 */
export class ProgramMemory {
  private readonly entries = new Map<string, Entry>();
  private judgements: Measurements['judgements'][number][] = [];
  private scores: Measurements['scores'][number][] = [];

  constructor(private readonly sources: MemorySources) {}

  /** Asks the memo, at once, for all of these that it was not asked for lately. */
  async recall(programs: readonly Program[]): Promise<void> {
    const { memo, shares } = this.sources;
    const unasked = programs.map(({ hash }) => hash).filter((hash) => !this.entryOf(hash).asked);
    if (unasked.length === 0) return;
    const known = await duringStorage(memo.lookUp(unasked, shares));
    for (const hash of unasked) {
      const entry = this.entryOf(hash);
      const { judgement, scores } = known.get(hash) ?? { judgement: null, scores: [] };
      entry.asked = true;
      entry.judgement ??= judgement === null ? null : canonical(judgement);
      for (const [share, score] of scores) entry.scores.set(share, present(score));
    }
  }

  /** Full judgements, each program's measured once. */
  async judge(programs: readonly Program[]): Promise<readonly Judgement[]> {
    const missing = distinct(programs).filter(({ hash }) => this.entryOf(hash).judgement === null);
    const { evaluator, signal } = this.sources;
    const answers = missing.length > 0 ? await evaluator.judge(missing, signal) : [];
    invariant(answers.length === missing.length, `${missing.length} judgements, got ${answers.length}`);
    for (const [index, { hash }] of missing.entries()) {
      const judgement = canonical(answers[index] as Judgement);
      this.entryOf(hash).judgement = judgement;
      this.judgements.push({ hash, judgement });
    }
    return programs.map(({ hash }) => this.entryOf(hash).judgement as Judgement);
  }

  /** Scores on a share of the stocks, each program's measured once. */
  async score(programs: readonly Program[], share: number): Promise<readonly (number | null)[]> {
    const missing = distinct(programs).filter(({ hash }) => !this.entryOf(hash).scores.has(share));
    const { evaluator, signal } = this.sources;
    const answers = missing.length > 0 ? await evaluator.score(missing, share, signal) : [];
    invariant(answers.length === missing.length, `${missing.length} scores, got ${answers.length}`);
    for (const [index, { hash }] of missing.entries()) {
      const score = present(answers[index] as number | null);
      this.entryOf(hash).scores.set(share, score);
      this.scores.push({ hash, share, score });
    }
    return programs.map(({ hash }) => this.entryOf(hash).scores.get(share) as number | null);
  }

  /** Names of behaviours, each program's taken once. */
  async fingerprints(programs: readonly Program[]): Promise<(program: Program) => string> {
    const missing = distinct(programs).filter(({ hash }) => this.entryOf(hash).fingerprint === null);
    const { evaluator, signal } = this.sources;
    const answers = missing.length > 0 ? await evaluator.fingerprints(missing, signal) : [];
    invariant(answers.length === missing.length, `${missing.length} fingerprints, got ${answers.length}`);
    for (const [index, { hash }] of missing.entries()) {
      this.entryOf(hash).fingerprint = answers[index] as string;
    }
    return ({ hash }) => this.entryOf(hash).fingerprint as string;
  }

  /** What the evaluator has measured since the last call; forgets what is oldest where there is too much. */
  take(): Measurements {
    const { judgements, scores } = this;
    this.judgements = [];
    this.scores = [];
    for (const hash of this.entries.keys()) {
      if (this.entries.size <= this.sources.capacity) break;
      this.entries.delete(hash);
    }
    return { judgements, scores };
  }

  private entryOf(hash: string): Entry {
    const known = this.entries.get(hash);
    if (known !== undefined) return known;
    const entry: Entry = { asked: false, judgement: null, fingerprint: null, scores: new Map() };
    this.entries.set(hash, entry);
    return entry;
  }
}

const distinct = (programs: readonly Program[]): readonly Program[] => [
  ...new Map(programs.map((program) => [program.hash, program])).values(),
];

const present = (value: number | null): number | null =>
  value === null || Number.isNaN(value) ? null : value;

/** One form of what is missing, whether it comes from a worker, a memo or a store. */
const canonical = (judgement: Judgement): Judgement => ({
  ...judgement,
  ic: present(judgement.ic),
  rankIc: present(judgement.rankIc),
  icStd: present(judgement.icStd),
  rankIcStd: present(judgement.rankIcStd),
  fitness: present(judgement.fitness),
});
