import type { Judgement } from '../../src/core/evolution/individual.ts';
import type { CorrelationKind } from '../../src/core/experiment/experiment.ts';
import { printNode } from '../../src/core/program/print.ts';
import type { Program } from '../../src/core/program/program.ts';
import type { EvaluationMemo, Evaluator } from '../../src/mining/ports.ts';
import { judgementOf } from './toy-individual.ts';

/**
 * An Evaluator without data: each field and each operator with its window has a merit of its own, and a program
 * the mean of its merits. So good parts are passed on, equal parts make programs similar, and nothing rounds
 * differently anywhere. Kurtosis stands for what has no fitness.
 */
export class ToyEvaluator implements Evaluator {
  readonly stocks = 4000;
  readonly labelledDays = Array.from({ length: 50 }, (_, day) => 10 + day);
  /** Hashes in the order in which they were judged. */
  readonly judged: string[] = [];
  /** `share hash` in the order in which they were scored. */
  readonly scored: string[] = [];
  readonly fingerprinted: string[] = [];

  async judge(programs: readonly Program[], signal?: AbortSignal): Promise<readonly Judgement[]> {
    await Promise.resolve();
    signal?.throwIfAborted();
    this.judged.push(...programs.map(({ hash }) => hash));
    return programs.map((program) => judgementOf(fitnessOf(program)));
  }

  /**
   * The fitness, off by up to a tenth: less on a larger share. Programs without fitness have no score.
   */
  async score(
    programs: readonly Program[],
    share: number,
    signal?: AbortSignal,
  ): Promise<readonly (number | null)[]> {
    await Promise.resolve();
    signal?.throwIfAborted();
    this.scored.push(...programs.map(({ hash }) => `${share} ${hash}`));
    return programs.map((program) => toyScore(program, share));
  }

  /** Programs that differ in outermost operators that change no rank behave alike, though their fitness differs. */
  async fingerprints(programs: readonly Program[]): Promise<readonly string[]> {
    this.fingerprinted.push(...programs.map(({ hash }) => hash));
    return programs.map((program) => toyFingerprint(program));
  }

  async similarity(
    programs: readonly Program[],
    days: readonly number[],
    kind: CorrelationKind,
  ): Promise<Float64Array> {
    const parts = programs.map((program) => new Set(partsOf(program)));
    const shift = (days[0] ?? 0) / 1000 + (kind === 'rank' ? 0 : 0.05);
    return Float64Array.from({ length: parts.length * parts.length }, (_, cell) => {
      const first = parts[Math.floor(cell / parts.length)] as Set<string>;
      const second = parts[cell % parts.length] as Set<string>;
      const common = [...first].filter((part) => second.has(part)).length;
      return (2 * common) / (first.size + second.size) + shift;
    });
  }

  async close(): Promise<void> {}
}

export const EMPTY_MEMO: EvaluationMemo = { lookUp: async () => new Map() };

/** Knows every judgement and score of the programs that a finished toy run met. */
export function fullMemo(programs: Iterable<Program>): EvaluationMemo {
  const known = new Map([...programs].map((program) => [program.hash, program]));
  return {
    lookUp: async (hashes, shares) =>
      new Map(
        hashes.flatMap((hash) => {
          const program = known.get(hash);
          if (program === undefined) return [];
          const scores = new Map(shares.map((share) => [share, toyScore(program, share)]));
          return [[hash, { judgement: judgementOf(fitnessOf(program)), scores }]];
        }),
      ),
  };
}

export function toyScore(program: Program, share: number): number | null {
  const fitness = fitnessOf(program);
  if (fitness === null) return null;
  return fitness * (1 + (meritOf(`${share} ${program.text}`) - 0.5) * 0.2 * (1 - share));
}

const RANK_INERT = new Set(['sigmoid', 'cs_norm', 'cs_rank']);

/** The text without the outermost operators that change no rank. */
export function toyFingerprint({ nodes }: Program): string {
  let root = nodes.length - 1;
  for (;;) {
    const node = nodes[root];
    if (node?.kind !== 'operation' || !RANK_INERT.has(node.operator)) return printNode(nodes, root);
    root = node.operands[0] ?? 0;
  }
}

const partsOf = (program: Program): readonly string[] =>
  program.nodes.map((_, index) => printNode(program.nodes, index));

function fitnessOf(program: Program): number | null {
  if (program.text.includes('ts_kurt')) return null;
  const merits = program.nodes.map((node) =>
    meritOf(node.kind === 'field' ? node.name : `${node.operator} ${node.window}`),
  );
  return merits.reduce((sum, merit) => sum + merit, 0) / merits.length / 10;
}

/** In [0, 1), by the 32-bit FNV-1a hash of the text. */
function meritOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0) / 4294967296;
}
