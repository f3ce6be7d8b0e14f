import { NONE } from '../dimension/dimension.ts';
import type { EvolutionSettings } from '../experiment/experiment.ts';
import { invariant, Refusal } from '../outcome/refusal.ts';
import { buildProgram } from '../program/build.ts';
import type { Program, ProgramNode, ValueType } from '../program/program.ts';
import { drawBetween } from '../random/draw.ts';
import type { RandomStream } from '../random/random-stream.ts';
import { grow } from './grow.ts';
import { countSelfPairs } from './self-pairs.ts';
import { smallestOf, type Vocabulary } from './vocabulary.ts';

/** A factor ranks stocks day by day: a dimensionless daily matrix. */
export const FACTOR_TYPE: ValueType = { frequency: 'daily', shape: 'matrix', dimension: NONE };

const ATTEMPTS = 20;

/**
 * A random simple program whose size is drawn from the given range, as far as the language's limits allow.
 * Drawn again, up to 20 times, while it is one to avoid or pairs a value with itself (x/x says nothing); then
 * the last draft is taken as it is.
 * @param avoid hashes of programs that are there already
 * @throws Refusal EXPERIMENT_INVALID if the language cannot make a dimensionless program at all
 */
export function drawProgram(
  vocabulary: Vocabulary,
  size: EvolutionSettings['initialSize'],
  draw: { stream: RandomStream; avoid: ReadonlySet<string> },
): Program {
  const { limits } = vocabulary.language;
  const smallest = smallestOf(vocabulary, FACTOR_TYPE, limits.depth);
  if (smallest > limits.size) throw nothingToDraw();
  const minimum = Math.min(Math.max(size.minimum, smallest), limits.size);
  const maximum = Math.min(Math.max(size.maximum, minimum), limits.size);
  let last: Program | null = null;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const nodes: ProgramNode[] = [];
    const room = { size: drawBetween(draw.stream, minimum, maximum), depth: limits.depth };
    grow({ vocabulary, stream: draw.stream, nodes }, FACTOR_TYPE, room);
    const built = buildProgram(nodes, vocabulary.language);
    invariant(built.ok, 'a grown program is legal');
    last = built.value;
    if (!draw.avoid.has(last.hash) && countSelfPairs(last) === 0) break;
  }
  invariant(last !== null, 'a program was drawn');
  return last;
}

function nothingToDraw(): Refusal {
  return new Refusal(
    'EXPERIMENT_INVALID',
    'no dimensionless program can be made of these fields and operators',
    {
      expected: 'operators and fields that together give a dimensionless daily value within the limits',
      remedy: 'add protecteddiv, cs_norm or ts_norm, allow more fields, or raise the size and depth limits',
    },
  );
}
