import { describe, expect, it } from 'vitest';
import type { Operand } from '../../../../src/compute/kernels/kernel.ts';
import { kernelFor } from '../../../../src/compute/kernels/registry.ts';
import type { Panel } from '../../../../src/compute/panel/panel.ts';
import { type OperationStep, planProgram } from '../../../../src/compute/plan/plan.ts';
import { runPlan } from '../../../../src/compute/plan/run-plan.ts';
import type { Place, PlanInput, StagePlan } from '../../../../src/compute/plan/stage.ts';
import { looksAcross, stagePlan } from '../../../../src/compute/plan/stage-plan.ts';
import { reduceByReference } from '../../../../src/compute/reduction/reduce-by-reference.ts';
import { drawProgram } from '../../../../src/core/evolution/draw-program.ts';
import { createVocabulary } from '../../../../src/core/evolution/vocabulary.ts';
import { createLanguage } from '../../../../src/core/program/language.ts';
import { openStream } from '../../../../src/core/random/random-stream.ts';
import { FORMULAS, madePanel, programOf } from '../engine/made-panel.ts';

const panel = madePanel(90, 12);
const staged = (formula: string): StagePlan => stagePlan(planProgram(programOf(panel, formula)));

/** Runs stages on whole matrices, every value in the place that the plan gives it: what a wrong place would spoil. */
function runStages(plan: StagePlan, market: Panel): Float64Array {
  const stocks = market.symbols.length;
  const days = market.days.length;
  const places = new Map<string, Operand>();
  const nameOf = ({ kind, index }: Place): string => `${kind} ${index}`;
  plan.inputs.forEach((input, index) => {
    const shape = input.kind === 'vector' ? 'vector' : 'matrix';
    const values = inputValues(input, market);
    places.set(nameOf({ kind: 'input', index }), { frequency: 'daily', shape, values });
  });
  const run = (operator: string, operands: readonly Place[], window: number): Operand => {
    const read = operands.map((place) => places.get(nameOf(place))!);
    if (operator === 'copy') return read[0]!;
    const shape = read.every((operand) => operand.shape === 'vector') ? 'vector' : 'matrix';
    const step = { operator, window, frequency: 'daily', shape } as unknown as OperationStep;
    const context = {
      days,
      firstRow: 0,
      stocks,
      bars: 0,
      session: null,
      universe: null,
      allocate: (length: number) => new Float64Array(length),
    };
    return { frequency: 'daily', shape, values: kernelFor(operator, 'portable')(read, step, context) };
  };
  for (const { steps, barriers } of plan.stages) {
    for (const { operator, operands, window, out } of steps) {
      places.set(nameOf(out), run(operator, operands, window));
    }
    // Blocks run one after another: of a temporary only the last block is left.
    for (const name of [...places.keys()]) if (name.startsWith('temporary')) places.delete(name);
    for (const { operator, from, out } of barriers) places.set(nameOf(out), run(operator, [from], 0));
  }
  return places.get(nameOf(plan.result))!.values;
}

function inputValues(input: PlanInput, market: Panel): Float64Array {
  switch (input.kind) {
    case 'matrix':
      return market.matrices.get(input.field)!;
    case 'vector':
      return market.vectors.get(input.field)!;
    case 'leaf':
      if ('imported' in input.leaf) throw new Error('no formula here reads imported values');
      return reduceByReference(market, input.leaf);
  }
}

const exact = (formula: string): Float64Array =>
  runPlan(planProgram(programOf(panel, formula)), panel, null, 'portable', {
    from: 0,
    to: panel.days.length,
  });

describe('a plan cut into stages', () => {
  it.each(FORMULAS)('computes %s as the plain plan does', (formula) => {
    const expected = exact(formula);
    const actual = runStages(staged(formula), panel);
    expect(actual.length).toBe(expected.length);
    actual.forEach((value, cell) => {
      if (Number.isNaN(expected[cell]!)) expect(value).toBeNaN();
      else expect(value).toBeCloseTo(expected[cell]!, 9);
    });
  });

  it('computes random programs as the plain plan does', () => {
    const settings = {
      operatorSet: 'extended',
      excludeOperators: [],
      excludeFields: [],
      windows: [2, 5],
      maximumSize: 40,
      maximumDepth: 12,
      strictTable1: false,
      minuteFields: false,
      intervalTimes: [],
    } as const;
    const vocabulary = createVocabulary(createLanguage(panel, settings), []);
    const avoid = new Set<string>();
    let across = 0;
    for (let slot = 0; slot < 150; slot++) {
      const stream = openStream('stages', { generation: 0, slot, purpose: 'initialise' });
      const program = drawProgram(vocabulary, { minimum: 8, maximum: 30 }, { stream, avoid });
      const plan = planProgram(program);
      const stages = stagePlan(plan);
      across += looksAcross(stages) ? 1 : 0;
      const expected = runPlan(plan, panel, null, 'portable', { from: 0, to: panel.days.length });
      expect(runStages(stages, panel), program.text).toEqual(expected);
    }
    expect(across).toBeGreaterThan(20);
  });

  it('ends a stage where stocks meet, and nowhere else', () => {
    expect(staged('ts_mean(CLOSE,5)/CLOSE').stages.length).toBe(1);
    expect(staged('cs_rank(VOLUME)').stages).toEqual([
      {
        steps: [],
        barriers: [
          { operator: 'cs_rank', from: { kind: 'input', index: 0 }, out: { kind: 'matrix', index: 0 } },
        ],
      },
    ]);
    const two = staged('cs_norm(cs_norm(ts_mean(HIGH,3))+cs_rank(VOLUME))');
    expect(two.stages.map(({ barriers }) => barriers.length)).toEqual([2, 1]);
  });

  it('computes what waits for nobody in the stage that needs it', () => {
    const plan = staged('cs_rank(VOLUME)+ts_mean(HIGH,5)/HIGH');
    expect(plan.stages.map(({ steps }) => steps.map(({ operator }) => operator))).toEqual([
      [],
      ['ts_mean', 'protecteddiv', 'add'],
    ]);
    expect(plan.matrices).toBe(2);
  });

  it('hands the place of a value on once nobody reads it', () => {
    const chain = staged('sigmoid(sigmoid(sigmoid(sigmoid(sigmoid(HIGH/LOW)))))');
    expect(chain.temporaries).toBe(2);
    expect(chain.matrices).toBe(1);
  });

  it('copies a program that is but one input', () => {
    const { stages, result } = staged('ts_corr(high,volume,240)');
    expect(stages.length).toBe(1);
    expect(stages[0]!.steps).toEqual([
      { operator: 'copy', window: 0, operands: [{ kind: 'input', index: 0 }], out: result },
    ]);
  });
});
