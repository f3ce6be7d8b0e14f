import { beforeAll, describe, expect, it } from 'vitest';
import { drawProgram } from '../../../../src/core/evolution/draw-program.ts';
import { MUTATION_KINDS, mutate } from '../../../../src/core/evolution/mutation/mutate.ts';
import { createVocabulary, type Vocabulary } from '../../../../src/core/evolution/vocabulary.ts';
import type { LanguageSettings, MutationKind } from '../../../../src/core/experiment/experiment.ts';
import { buildProgram } from '../../../../src/core/program/build.ts';
import { createLanguage } from '../../../../src/core/program/language.ts';
import { parseProgram } from '../../../../src/core/program/parse.ts';
import type { Program } from '../../../../src/core/program/program.ts';
import { openStream } from '../../../../src/core/random/random-stream.ts';
import { TOY_CATALOG, TOY_EXPERIMENT } from '../../../support/toy-market.ts';

const PROGRAMS = 500;
const ROUNDS = 4;
const EVEN = { insert: 1, component: 1, node: 1, degenerate: 1 };
const NONE_TO_AVOID: ReadonlySet<string> = new Set();

const LANGUAGES: Readonly<Record<string, Partial<LanguageSettings>>> = {
  'the default language': {},
  'the extended set, large': { operatorSet: 'extended', maximumSize: 24, maximumDepth: 9 },
  'the strict table, daily, shallow': { strictTable1: true, minuteFields: false, maximumDepth: 4 },
  'one window and no volume': { windows: [5], excludeFields: ['VOLUME', 'volume'], maximumSize: 6 },
};

describe.each(Object.entries(LANGUAGES))('in %s', (name, change) => {
  const settings = { ...TOY_EXPERIMENT.language, ...change };
  const language = createLanguage(TOY_CATALOG, settings);
  const births: Record<MutationKind, number> = { insert: 0, component: 0, node: 0, degenerate: 0 };
  let vocabulary: Vocabulary;
  let programs: readonly Program[];

  beforeAll(() => {
    vocabulary = createVocabulary(language, settings.intervalTimes);
    programs = Array.from({ length: PROGRAMS }, (_, slot) => {
      const stream = openStream(name, { generation: 0, slot, purpose: 'initialise' });
      return drawProgram(vocabulary, { minimum: 1, maximum: 9 }, { stream, avoid: NONE_TO_AVOID });
    });
  });

  const expectLegal = (program: Program): void => {
    const again = buildProgram(program.nodes, language);
    expect(again.ok && again.value.hash).toBe(program.hash);
    expect(program.size).toBeLessThanOrEqual(settings.maximumSize);
    expect(program.depth).toBeLessThanOrEqual(settings.maximumDepth);
    expect(program.nodes.at(-1)?.type).toEqual({
      frequency: 'daily',
      shape: 'matrix',
      dimension: { yuan: 0, lot: 0 },
    });
  };

  it('draws programs that are legal, dimensionless and within the limits', () => {
    programs.forEach(expectLegal);
    expect(new Set(programs.map(({ hash }) => hash)).size).toBeGreaterThan(PROGRAMS / 2);
  });

  it('draws programs that read back as the same graph, node for node', () => {
    for (const program of programs) {
      const read = parseProgram(program.text, language);
      expect(read.ok && read.value).toEqual(program);
    }
  });

  it('changes what reaches the output, and leaves a legal program, over many generations of mutations', () => {
    let living = programs;
    for (let generation = 1; generation <= ROUNDS; generation++) {
      living = living.map((parent, slot) => {
        const stream = openStream(name, { generation, slot, purpose: 'breed' });
        const request = { vocabulary, stream, freshSize: 6, weights: EVEN, avoid: NONE_TO_AVOID };
        const { child, attempts } = mutate(parent, request);
        if (child === null) return parent;
        expectLegal(child.program);
        // The text is the expression that reaches the output: dead code could not change it.
        expect(child.program.text).not.toBe(parent.text);
        expect(child.detail.after).not.toBe(child.detail.before);
        expect(attempts[child.mutation]).toBeGreaterThan(0);
        births[child.mutation] += 1;
        return child.program;
      });
    }
    const total = MUTATION_KINDS.reduce((sum, kind) => sum + births[kind], 0);
    expect(total).toBeGreaterThan(0.98 * PROGRAMS * ROUNDS);
    for (const kind of MUTATION_KINDS) expect(births[kind], kind).toBeGreaterThan(total / 12);
  });
});
