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
  readonly labelledDays = Array.from({ length: 50 }, (_, day) => 10 + day);
  /** Hashes in the order in which they were judged. */
  readonly judged: string[] = [];

  async judge(programs: readonly Program[], signal?: AbortSignal): Promise<readonly Judgement[]> {
    await Promise.resolve();
    signal?.throwIfAborted();
    this.judged.push(...programs.map(({ hash }) => hash));
    return programs.map((program) => judgementOf(fitnessOf(program)));
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

/** Knows the judgement of every program that a finished toy run met. */
export function fullMemo(programs: Iterable<Program>): EvaluationMemo {
  const known = new Map([...programs].map((program) => [program.hash, judgementOf(fitnessOf(program))]));
  return {
    lookUp: async (hashes) =>
      new Map(hashes.flatMap((hash) => (known.has(hash) ? [[hash, known.get(hash) as Judgement]] : []))),
  };
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
