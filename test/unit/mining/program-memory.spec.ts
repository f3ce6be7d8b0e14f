import { describe, expect, it } from 'vitest';
import { ProgramMemory } from '../../../src/mining/program-memory.ts';
import { EMPTY_MEMO, fullMemo, ToyEvaluator } from '../../support/toy-evaluator.ts';
import { judgementOf, programOf } from '../../support/toy-individual.ts';

const PROGRAMS = ['HIGH/LOW', 'OPEN/LOW', 'ts_mean(HIGH,5)/LOW', 'cs_norm(CLOSE)'].map((text) =>
  programOf(text),
);
const [FIRST, SECOND] = PROGRAMS as [(typeof PROGRAMS)[0], (typeof PROGRAMS)[0]];

function open(change: { memo?: typeof EMPTY_MEMO; capacity?: number } = {}) {
  const evaluator = new ToyEvaluator();
  const { signal } = new AbortController();
  const shares = [0.25];
  return {
    evaluator,
    memory: new ProgramMemory({ evaluator, memo: EMPTY_MEMO, shares, signal, capacity: 100, ...change }),
  };
}

describe('ProgramMemory', () => {
  it('measures each program once, and answers in the order of the questions', async () => {
    const { evaluator, memory } = open();
    const once = await memory.judge(PROGRAMS);
    expect(await memory.judge([...PROGRAMS].reverse())).toEqual([...once].reverse());
    expect(await memory.judge([FIRST, FIRST])).toEqual([once[0], once[0]]);
    const scores = await memory.score([FIRST, FIRST, SECOND], 0.25);
    expect(scores[0]).toBe(scores[1]);
    await memory.score([SECOND], 0.25);
    await memory.fingerprints(PROGRAMS);
    await memory.fingerprints(PROGRAMS);
    expect(evaluator.judged).toEqual(PROGRAMS.map(({ hash }) => hash));
    expect(evaluator.scored).toEqual([FIRST, SECOND].map(({ hash }) => `0.25 ${hash}`));
    expect(evaluator.fingerprinted).toEqual(PROGRAMS.map(({ hash }) => hash));
  });

  it('hands out what was measured, once, and nothing that the memo told', async () => {
    const { memory } = open({ memo: fullMemo([FIRST]) });
    await memory.recall(PROGRAMS);
    await memory.judge([FIRST, SECOND]);
    await memory.score([FIRST, SECOND], 0.25);
    const measured = memory.take();
    expect(measured.judgements.map(({ hash }) => hash)).toEqual([SECOND.hash]);
    expect(measured.scores.map(({ hash, share }) => [hash, share])).toEqual([[SECOND.hash, 0.25]]);
    expect(memory.take()).toEqual({ judgements: [], scores: [] });
  });

  it('gives what is missing one form, whoever says it', async () => {
    const { evaluator, memory } = open();
    evaluator.judge = async (programs) =>
      programs.map(() => ({ ...judgementOf(Number.NaN), icStd: Number.NaN }));
    evaluator.score = async (programs) => programs.map(() => Number.NaN);
    expect(await memory.judge([FIRST])).toEqual([{ ...judgementOf(null), icStd: null }]);
    expect(await memory.score([FIRST], 0.25)).toEqual([null]);
  });

  it('forgets the oldest when there is too much, and measures it again', async () => {
    const { evaluator, memory } = open({ capacity: 2 });
    await memory.judge(PROGRAMS);
    memory.take();
    await memory.judge(PROGRAMS);
    expect(evaluator.judged.slice(4)).toEqual([FIRST, SECOND].map(({ hash }) => hash));
  });

  it('refuses answers that are not one for each question', async () => {
    const { evaluator, memory } = open();
    evaluator.judge = async () => [];
    evaluator.score = async () => [];
    evaluator.fingerprints = async () => [];
    await expect(memory.judge([FIRST])).rejects.toThrow('1 judgements, got 0');
    await expect(memory.score([FIRST], 0.25)).rejects.toThrow('1 scores, got 0');
    await expect(memory.fingerprints([FIRST])).rejects.toThrow('1 fingerprints, got 0');
  });
});
