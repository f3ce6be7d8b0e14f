import { describe, expect, it } from 'vitest';
import { recogniseEquivalents } from '../../../../src/core/evolution/equivalents.ts';
import type { Newborn, Origin } from '../../../../src/core/evolution/individual.ts';
import { toyFingerprint } from '../../../support/toy-evaluator.ts';
import { individualOf, programOf } from '../../../support/toy-individual.ts';

const MUTATED: Origin = {
  kind: 'mutation',
  mutation: 'insert',
  parentHash: 'parent',
  parentSlot: 4,
  detail: { before: 'a', after: 'b' },
  attempts: 1,
};

const newborn = (formula: string, slot: number, origin: Origin = MUTATED): Newborn => ({
  program: programOf(formula),
  birthGeneration: 5,
  slot,
  origin,
});

const joined = (newborns: readonly Newborn[], living = [individualOf('HIGH/LOW', 0.02)]) => {
  const { newborns: joining, recognised } = recogniseEquivalents(newborns, living, toyFingerprint);
  return {
    texts: joining.map(({ program }) => program.text),
    origins: joining.map(({ origin }) => origin),
    recognised,
  };
};

describe('recogniseEquivalents', () => {
  it('lets a newborn join as the living program that it behaves like', () => {
    const { texts, origins, recognised } = joined([newborn('sigmoid(HIGH/LOW)', 0)]);
    expect(texts).toEqual(['HIGH/LOW']);
    expect(origins).toEqual([{ kind: 'equivalent', bred: 'sigmoid(HIGH/LOW)', parentHash: 'parent' }]);
    expect(recognised).toBe(1);
  });

  it('keeps a newborn that is shorter than all of its like, and later ones join as that', () => {
    const { texts, recognised } = joined(
      [newborn('cs_norm(HIGH/LOW)', 0), newborn('sigmoid(HIGH/LOW)', 1), newborn('HIGH/LOW', 2)],
      [individualOf('cs_norm(sigmoid(HIGH/LOW))', 0.02)],
    );
    expect(texts).toEqual(['cs_norm(HIGH/LOW)', 'cs_norm(HIGH/LOW)', 'HIGH/LOW']);
    expect(recognised).toBe(1);
  });

  it('takes the shortest of the living, and the oldest of equally short ones', () => {
    const living = [
      individualOf('cs_norm(HIGH/LOW)', 0.02, { birthGeneration: 2 }),
      individualOf('sigmoid(HIGH/LOW)', 0.02, { birthGeneration: 1 }),
      individualOf('cs_norm(sigmoid(HIGH/LOW))', 0.02),
    ];
    const { texts } = joined([newborn('sigmoid(cs_norm(HIGH/LOW))', 0)], living);
    expect(texts).toEqual(['sigmoid(HIGH/LOW)']);
  });

  it('leaves alone what behaves like nothing alive, what is alive already, and what was given or copied', () => {
    const given: Origin = { kind: 'warmStart', source: 'formula' };
    const copied: Origin = { kind: 'initialCopy', fromSlot: 3 };
    const newborns = [
      newborn('OPEN/LOW', 0),
      newborn('HIGH/LOW', 1),
      newborn('sigmoid(HIGH/LOW)', 2, given),
      newborn('cs_norm(HIGH/LOW)', 3, copied),
    ];
    const { texts, origins, recognised } = joined(newborns);
    expect(texts).toEqual(newborns.map(({ program }) => program.text));
    expect(origins).toEqual(newborns.map(({ origin }) => origin));
    expect(recognised).toBe(0);
  });
});
