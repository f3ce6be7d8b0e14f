import { describe, expect, it } from 'vitest';
import { intervalChoices } from '../../../../src/core/evolution/interval-choices.ts';
import { MUTATION_KINDS, mutate } from '../../../../src/core/evolution/mutation/mutate.ts';
import { createVocabulary } from '../../../../src/core/evolution/vocabulary.ts';
import type { LanguageSettings, MutationKind } from '../../../../src/core/experiment/experiment.ts';
import { createLanguage } from '../../../../src/core/program/language.ts';
import { openStream } from '../../../../src/core/random/random-stream.ts';
import { programOf } from '../../../support/toy-individual.ts';
import { TOY_CATALOG, TOY_EXPERIMENT } from '../../../support/toy-market.ts';

const ONLY = { insert: 0, component: 0, node: 0, degenerate: 0 };
const DAILY_PRICES = ['AMOUNT', 'VWAP', 'FLOAT_CAP', 'TURNOVER_RATE'];

/** Every child that a kind makes of a formula in 300 draws, as text. */
function childrenOf(formula: string, kind: MutationKind, change: Partial<LanguageSettings> = {}) {
  const settings = { ...TOY_EXPERIMENT.language, excludeFields: DAILY_PRICES, ...change };
  const language = createLanguage(TOY_CATALOG, settings);
  const vocabulary = createVocabulary(language, settings.intervalTimes);
  const parent = programOf(formula, language);
  const texts = new Set<string>();
  const details = new Set<string>();
  for (let slot = 0; slot < 300; slot++) {
    const stream = openStream('kinds', { generation: 1, slot, purpose: 'breed' });
    const weights = { ...ONLY, [kind]: 1 };
    const { child } = mutate(parent, { vocabulary, stream, freshSize: 3, weights, avoid: new Set() });
    if (child === null) continue;
    texts.add(child.program.text);
    details.add(`${child.detail.before} -> ${child.detail.after}`);
  }
  return { texts, details };
}

describe('insert', () => {
  it('wraps one use of a node and keeps what was there', () => {
    const { texts, details } = childrenOf('ts_mean(close,240)/CLOSE', 'insert');
    // The first steps of the report's figure 10.
    expect(texts).toContain('ts_mean(ts_mean(close,240),5)/CLOSE');
    expect([...texts].some((text) => /^ts_mean\(close,240\)\/\((CLOSE\+LOW|LOW\+CLOSE)\)$/.test(text))).toBe(
      true,
    );
    for (const detail of details) {
      const [before, after] = detail.split(' -> ') as [string, string];
      expect(after).toContain(before);
    }
  });

  it('wraps one use of a shared node, not all', () => {
    const { texts } = childrenOf('cs_norm(CLOSE-ts_mean(CLOSE,5))', 'insert', { windows: [5] });
    expect(texts).toContain('cs_norm(CLOSE-ts_mean(ts_max(CLOSE,5),5))');
    expect(texts).toContain('cs_norm(ts_max(CLOSE,5)-ts_mean(CLOSE,5))');
  });

  it('is impossible where there is no room', () => {
    expect(childrenOf('cs_norm(CLOSE)', 'insert', { maximumSize: 2 }).texts.size).toBe(0);
    expect(childrenOf('cs_norm(CLOSE)', 'insert', { maximumDepth: 2 }).texts.size).toBe(0);
  });
});

describe('component', () => {
  it('regrows a use of a node as another expression of its type', () => {
    const { texts, details } = childrenOf('ts_norm(cs_norm(HIGH),20)', 'component');
    expect(texts.size).toBeGreaterThan(60);
    const befores = new Set([...details].map((detail) => detail.split(' -> ')[0]));
    expect([...befores].sort()).toEqual(['HIGH', 'cs_norm(HIGH)', 'ts_norm(cs_norm(HIGH),20)']);
  });
});

describe('node', () => {
  it('changes one operator, field or window and nothing else', () => {
    const { texts } = childrenOf('ts_max(cs_norm(HIGH),20)', 'node');
    const tokens = (text: string) => text.split(/[(),]+/);
    const parent = tokens('ts_max(cs_norm(HIGH),20)');
    for (const text of texts) {
      // An operator that takes a window where the old took none, or none where it took one, brings it along.
      const differing = tokens(text).filter((token) => !parent.includes(token));
      const words = differing.filter((token) => !/^\d+$/.test(token));
      expect(words.length, text).toBeLessThanOrEqual(1);
    }
    expect(texts).toContain('ts_max(cs_norm(LOW),20)');
    expect(texts).toContain('ts_max(cs_norm(HIGH),5)');
    expect(texts).toContain('ts_min(cs_norm(HIGH),20)');
  });

  it("changes an interval's reducer or one of its bounds", () => {
    const { texts } = childrenOf('interval(volume,sum,9:30,10:00)/VOLUME', 'node');
    expect(texts).toContain('interval(volume,max,9:30,10:00)/VOLUME');
    expect(texts).toContain('interval(volume,sum,9:30,11:00)/VOLUME');
  });

  it('changes a shared node wherever it is used', () => {
    const { texts } = childrenOf('cs_norm(CLOSE-ts_mean(CLOSE,5))', 'node');
    expect(texts).toContain('cs_norm(LOW-ts_mean(LOW,5))');
    expect(texts).not.toContain('cs_norm(LOW-ts_mean(CLOSE,5))');
  });
});

describe('degenerate', () => {
  it('collapses everything under a use of a node to a leaf that its user takes', () => {
    const { texts } = childrenOf('ts_norm(cs_norm(HIGH),20)', 'degenerate');
    expect([...texts].sort()).toEqual(
      ['CLOSE', 'HIGH', 'LOW', 'OPEN', 'VOLUME'].map((leaf) => `ts_norm(${leaf},20)`),
    );
  });

  it('keeps dimensions legal', () => {
    const { texts } = childrenOf('(HIGH-LOW)/CLOSE', 'degenerate');
    // CLOSE would give CLOSE/CLOSE, which says nothing; volume has another dimension.
    expect([...texts].sort()).toEqual(['HIGH/CLOSE', 'LOW/CLOSE', 'OPEN/CLOSE']);
  });

  it('is impossible where nothing but leaves is under an operator', () => {
    expect(childrenOf('HIGH/LOW', 'degenerate').texts.size).toBe(0);
  });
});

describe('mutate', () => {
  const vocabulary = createVocabulary(createLanguage(TOY_CATALOG, TOY_EXPERIMENT.language), []);
  const even = { insert: 1, component: 1, node: 1, degenerate: 1 };

  it('draws kinds by weight, and another kind where one is impossible, counting the attempt', () => {
    const language = createLanguage(TOY_CATALOG, { ...TOY_EXPERIMENT.language, excludeFields: DAILY_PRICES });
    const words = createVocabulary(language, []);
    const born = { ...ONLY };
    const tried = { ...ONLY };
    for (let slot = 0; slot < 400; slot++) {
      const stream = openStream('kinds', { generation: 2, slot, purpose: 'breed' });
      const weights = { insert: 1, component: 1, node: 3, degenerate: 3 };
      const request = { vocabulary: words, stream, freshSize: 4, weights, avoid: new Set<string>() };
      const { child, attempts } = mutate(programOf('HIGH/LOW', language), request);
      if (child !== null) born[child.mutation] += 1;
      for (const kind of MUTATION_KINDS) tried[kind] += attempts[kind];
    }
    expect(born.degenerate).toBe(0);
    expect(tried.degenerate).toBeGreaterThan(150);
    expect(born.node / born.insert).toBeGreaterThan(2);
    expect(born.insert + born.component + born.node).toBe(400);
  });

  it('avoids programs that live while attempts last', () => {
    const parent = programOf('ts_norm(cs_norm(HIGH),20)');
    const draw = (slot: number, avoid: ReadonlySet<string>) => {
      const stream = openStream('avoid', { generation: 3, slot, purpose: 'breed' });
      return (
        mutate(parent, { vocabulary, stream, freshSize: 4, weights: even, avoid }).child?.program.hash ?? ''
      );
    };
    const repeats = Array.from({ length: 100 }, (_, slot) => {
      const first = draw(slot, new Set());
      return draw(slot, new Set([first])) === first;
    });
    // A small parent has few degenerate children: then a twin is taken.
    expect(repeats.filter(Boolean).length).toBeLessThan(10);
  });
});

describe('intervalChoices', () => {
  const session = { barStamps: [600, 630, 660, 690, 810, 840, 870, 900], opens: 570 };
  const spans = (times: readonly string[]) => [
    ...new Set(intervalChoices(session, times).map(({ from, to }) => `${from}-${to}`)),
  ];

  it('offers half-hours of the session, no span twice across the noon break, and not the whole session', () => {
    const found = spans([]);
    expect(found).toContain('570-600');
    expect(found).toContain('690-810');
    expect(found).not.toContain('570-900');
    expect(found).toHaveLength((9 * 8) / 2 - 1);
  });

  it('keeps to given times, leaving out those outside the session', () => {
    expect(spans(['10:00', '09:30', '14:30', '18:00'])).toEqual(['570-600', '570-870', '600-870']);
  });

  it('offers none without minute bars', () => {
    expect(intervalChoices(null, [])).toEqual([]);
  });
});
