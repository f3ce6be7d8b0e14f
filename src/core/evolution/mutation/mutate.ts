import type { MutationKind } from '../../experiment/experiment.ts';
import { buildProgram } from '../../program/build.ts';
import type { Program } from '../../program/program.ts';
import { drawWeighted } from '../../random/draw.ts';
import { countSelfPairs } from '../self-pairs.ts';
import { component } from './component.ts';
import { degenerate } from './degenerate.ts';
import { insert } from './insert.ts';
import type { MutationInput } from './mutation-input.ts';
import { node } from './node.ts';
import type { MutationDraft } from './rewire.ts';

export const MUTATION_KINDS = ['insert', 'component', 'node', 'degenerate'] as const;

export interface MutationRequest extends MutationInput {
  readonly weights: Readonly<Record<MutationKind, number>>;
  /** Hashes of programs that live already: a draft that equals one is drawn again while attempts last. */
  readonly avoid: ReadonlySet<string>;
}

export interface Mutated {
  readonly program: Program;
  readonly mutation: MutationKind;
  readonly detail: MutationDraft['detail'];
}

export interface MutationOutcome {
  /** Null if no kind gave a child that differs from its parent. */
  readonly child: Mutated | null;
  /** Drafts by kind; a kind that is impossible for the parent counts one. */
  readonly attempts: Readonly<Record<MutationKind, number>>;
}

const MUTATIONS = { insert, component, node, degenerate } as const satisfies Record<
  MutationKind,
  (parent: Program, input: MutationInput) => MutationDraft | null
>;
const ATTEMPTS_PER_KIND = 4;

/**
 * A child of a parent by one mutation, whose kind is drawn by weight. A draft that is illegal, changes
 * nothing, or pairs a value with itself where the parent did not is drawn again; a kind that fails four times
 * or is impossible for this parent gives way to another, drawn by the same stream.
 * Cost O(attempts x nodes x productions).
 */
export function mutate(parent: Program, request: MutationRequest): MutationOutcome {
  const attempts = { insert: 0, component: 0, node: 0, degenerate: 0 };
  const open = MUTATION_KINDS.filter((kind) => request.weights[kind] > 0);
  while (open.length > 0) {
    const weights = open.map((kind) => request.weights[kind]);
    const [mutation] = open.splice(drawWeighted(request.stream, weights), 1);
    if (mutation === undefined) break;
    const child = attemptKind(parent, mutation, request, attempts);
    if (child !== null) return { child, attempts };
  }
  return { child: null, attempts };
}

function attemptKind(
  parent: Program,
  mutation: MutationKind,
  request: MutationRequest,
  attempts: Record<MutationKind, number>,
): Mutated | null {
  let twin: Mutated | null = null;
  for (let attempt = 0; attempt < ATTEMPTS_PER_KIND; attempt++) {
    attempts[mutation] += 1;
    const draft = MUTATIONS[mutation](parent, request);
    if (draft === null) return twin;
    const built = buildProgram(draft.nodes, request.vocabulary.language);
    if (!built.ok || !isWorthJudging(built.value, parent)) continue;
    const child = { program: built.value, mutation, detail: draft.detail };
    if (!request.avoid.has(built.value.hash)) return child;
    twin ??= child;
  }
  return twin;
}

const isWorthJudging = (child: Program, parent: Program): boolean =>
  child.hash !== parent.hash && countSelfPairs(child) <= countSelfPairs(parent);
