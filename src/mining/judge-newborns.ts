import type { Individual, Judgement, Newborn } from '../core/evolution/individual.ts';
import { invariant } from '../core/outcome/refusal.ts';
import type { Program } from '../core/program/program.ts';
import type { EvaluationMemo, Evaluator, Measurements } from './ports.ts';
import { duringStorage } from './store-fault.ts';

/** Where judgements come from, cheapest first. All but the evaluator replace work and decide nothing. */
export interface JudgementSources {
  readonly evaluator: Evaluator;
  readonly memo: EvaluationMemo;
  /** Judgements that this process has seen lately, by factor hash. */
  readonly recent: Map<string, Judgement>;
  readonly signal: AbortSignal;
}

export interface JudgedNewborns {
  readonly individuals: readonly Individual[];
  /**
   * Distinct programs that are neither among the known nor among the living: counted from what a resumed run
   * has too, so that the count is the same wherever the run goes on.
   */
  readonly newPrograms: number;
  /** Of those, how many were put to the evaluator. Depends on memo and process; nothing is decided by it. */
  readonly computed: number;
  readonly measured: Measurements;
}

/** More than several populations; some 20 MB at most. */
const RECENT_LIMIT = 50_000;

/**
 * Judges newborns, each distinct program once.
 * @param known individuals whose judgement the run's position holds
 */
export async function judgeNewborns(
  newborns: readonly Newborn[],
  known: readonly Individual[],
  sources: JudgementSources,
): Promise<JudgedNewborns> {
  const judgements = new Map(known.map(({ program, judgement }) => [program.hash, judgement]));
  const fresh = new Map<string, Program>();
  for (const { program } of newborns) if (!judgements.has(program.hash)) fresh.set(program.hash, program);

  const found = await lookUp([...fresh.keys()], sources);
  const missing = [...fresh.values()].filter(({ hash }) => !found.has(hash));
  const answers = missing.length > 0 ? await sources.evaluator.judge(missing, sources.signal) : [];
  invariant(answers.length === missing.length, `${missing.length} judgements, got ${answers.length}`);
  for (const [index, { hash }] of missing.entries()) found.set(hash, canonical(answers[index] as Judgement));
  for (const [hash, judgement] of found) {
    judgements.set(hash, judgement);
    remember(sources.recent, hash, judgement);
  }
  const individuals = newborns.map((newborn) => {
    const judgement = judgements.get(newborn.program.hash);
    invariant(judgement !== undefined, `a judgement of ${newborn.program.text}`);
    return { ...newborn, judgement };
  });
  const judged = missing.map(({ hash }) => ({ hash, judgement: judgements.get(hash) as Judgement }));
  const measured = { judgements: judged, scores: [] };
  return { individuals, newPrograms: fresh.size, computed: missing.length, measured };
}

async function lookUp(hashes: readonly string[], sources: JudgementSources): Promise<Map<string, Judgement>> {
  const found = new Map<string, Judgement>();
  for (const hash of hashes) {
    const judgement = sources.recent.get(hash);
    if (judgement !== undefined) found.set(hash, judgement);
  }
  const asked = hashes.filter((hash) => !found.has(hash));
  if (asked.length === 0) return found;
  const stored = await duringStorage(sources.memo.lookUp(asked, []));
  for (const hash of asked) {
    const judgement = stored.get(hash)?.judgement ?? null;
    if (judgement !== null) found.set(hash, canonical(judgement));
  }
  return found;
}

/** One form of what is missing, whether it comes from a worker, a memo or a store. */
function canonical(judgement: Judgement): Judgement {
  const present = (value: number | null): number | null =>
    value === null || Number.isNaN(value) ? null : value;
  return {
    ...judgement,
    ic: present(judgement.ic),
    rankIc: present(judgement.rankIc),
    icStd: present(judgement.icStd),
    rankIcStd: present(judgement.rankIcStd),
    fitness: present(judgement.fitness),
  };
}

function remember(recent: Map<string, Judgement>, hash: string, judgement: Judgement): void {
  recent.delete(hash);
  recent.set(hash, judgement);
  if (recent.size <= RECENT_LIMIT) return;
  const [oldest] = recent.keys();
  if (oldest !== undefined) recent.delete(oldest);
}
