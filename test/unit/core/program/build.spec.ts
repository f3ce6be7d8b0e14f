import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OPERATORS } from '../../../../src/core/operator/operators.ts';
import { buildProgram } from '../../../../src/core/program/build.ts';
import { fromGraphJson, toGraphJson } from '../../../../src/core/program/graph-json.ts';
import type { Language, Program, ProgramNode } from '../../../../src/core/program/program.ts';
import { OPEN, programOf } from './a-language.ts';
import { type Expected, expectedType } from './expected-type.ts';
import { operation, randomDrafts } from './random-drafts.ts';

const ROOMY: Language = { ...OPEN, limits: { size: 1000, depth: 100 } };
const field = (name: string): ProgramNode => ({ kind: 'field', name });

function built(nodes: readonly ProgramNode[], language: Language = ROOMY): Program {
  const result = buildProgram(nodes, language);
  if (!result.ok) throw result.error;
  return result.value;
}

const isFactor = (type: Expected | null): boolean =>
  type !== null && !type.minute && !type.vector && type.u === 0 && type.l === 0;

/** Runs a property on the legal ones among random drafts; there must be enough of them to mean something. */
function forLegalDrafts(check: (program: Program, nodes: readonly ProgramNode[]) => void): void {
  let legal = 0;
  fc.assert(
    fc.property(randomDrafts(true), (nodes) => {
      const result = buildProgram(nodes, ROOMY);
      if (!result.ok) return;
      legal += 1;
      check(result.value, nodes);
    }),
    { numRuns: 3000, seed: 11 },
  );
  expect(legal).toBeGreaterThan(300);
}

describe('typing', () => {
  it.each([false, true])('agrees with an independent reading of the table (capped: %s)', (capped) => {
    const seen = { legal: 0, illegal: 0 };
    fc.assert(
      fc.property(randomDrafts(capped), (nodes) => {
        const result = buildProgram(nodes, ROOMY);
        const legal = isFactor(expectedType(nodes));
        seen[legal ? 'legal' : 'illegal'] += 1;
        expect(result.ok).toBe(legal);
        if (!result.ok) expect(result.error.code).toMatch(/^FORMULA_(TYPE|DIMENSION|WINDOW)$/);
      }),
      { numRuns: 4000, seed: 3 },
    );
    expect(seen.legal).toBeGreaterThan(100);
    expect(seen.illegal).toBeGreaterThan(1000);
  });

  it('refuses what is no graph', () => {
    const codeOf = (nodes: readonly ProgramNode[]): string => {
      const result = buildProgram(nodes, OPEN);
      return result.ok ? 'ok' : result.error.code;
    };
    expect(codeOf([])).toBe('FORMULA_SYNTAX');
    expect(codeOf([operation('cs_norm', [0])])).toBe('FORMULA_TYPE');
    expect(codeOf([field('HIGH'), operation('cs_norm', [-1])])).toBe('FORMULA_TYPE');
    expect(codeOf([field('HIGH'), operation('cs_norm', [0.5])])).toBe('FORMULA_TYPE');
    expect(codeOf([field('HIGH'), operation('cs_norm', [])])).toBe('FORMULA_TYPE');
    expect(codeOf([field('HIGH'), operation('cs_norm', [0], 5)])).toBe('FORMULA_WINDOW');
    expect(codeOf([field('HIGH'), operation('ts_norm', [0])])).toBe('FORMULA_WINDOW');
    expect(codeOf([field('high'), operation('interval', [0])])).toBe('FORMULA_TYPE');
    expect(codeOf([field('HIGH'), operation('toString', [0])])).toBe('FORMULA_UNKNOWN_NAME');
    expect(codeOf([field('HIGH'), operation('ts_norm', [0], Number.NaN)])).toBe('FORMULA_WINDOW');
  });

  it('counts an expression that doubles at every level without expanding it', () => {
    const nodes: ProgramNode[] = [field('HIGH')];
    for (let k = 0; k < 5000; k += 1) nodes.push(operation('add', [k, k]));
    const result = buildProgram(nodes, OPEN);
    expect(result.ok ? '' : result.error.code).toBe('FORMULA_TOO_LONG');
  });
});

describe('canonical form', () => {
  it('prints and reads back to an equal program', () => {
    forLegalDrafts((program) => expect(programOf(program.text, ROOMY)).toEqual(program));
  });

  it('is its own canonical form', () => {
    forLegalDrafts((program) => expect(built(program.nodes)).toEqual(program));
  });

  it('goes to JSON and back', () => {
    forLegalDrafts((program) => {
      const json: unknown = JSON.parse(JSON.stringify(toGraphJson(program)));
      expect(fromGraphJson(json, ROOMY)).toEqual({ ok: true, value: program });
    });
  });

  it('does not see the order of commutative operands, dead nodes or unshared copies', () => {
    forLegalDrafts((program, nodes) => {
      const swapped = nodes.map((node) =>
        node.kind === 'operation' && OPERATORS.get(node.operator)?.commutative
          ? { ...node, operands: [...node.operands].reverse() }
          : node,
      );
      expect(built(swapped)).toEqual(program);
      expect(built(unshared(nodes))).toEqual(program);
      const dead = [field('nonsense'), ...nodes.map((node) => shifted(node, 1))];
      expect(built(dead)).toEqual(program);
    });
  });

  it('holds setup first, operands before users, and no node twice', () => {
    forLegalDrafts(({ nodes, setupCount, text }) => {
      for (const [index, node] of nodes.entries()) {
        const operands = node.kind === 'field' ? [] : node.operands;
        const isSetup =
          node.kind === 'field' || operands.some((at) => nodes[at]?.type.frequency === 'minute');
        expect(isSetup).toBe(index < setupCount);
        expect(operands.every((at) => at < index)).toBe(true);
      }
      expect(new Set(nodes.map((node) => JSON.stringify(node))).size).toBe(nodes.length);
      expect(text).not.toMatch(/\s/);
    });
  });

  it('knows no further algebra', () => {
    const hashes = [
      'CLOSE+HIGH+LOW',
      'CLOSE+(HIGH+LOW)',
      'HIGH-(LOW-CLOSE)',
      'HIGH-LOW-CLOSE',
      'HIGH-LOW+CLOSE',
    ].map((sum) => programOf(`(${sum})/OPEN`).hash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('is frozen, and its hash never changes', () => {
    const program = programOf('ts_norm(cs_norm(HIGH),20)');
    expect(() => Object.assign(program, { hash: '' })).toThrow(TypeError);
    expect(() => Object.assign(program.nodes[0] as object, { name: 'LOW' })).toThrow(TypeError);
    expect(program.hash).toBe('1436dc7470215f89cfc5c9a1e6c09a1872d51d85e0282dd57a41117432b6fb55');
  });
});

describe('JSON form', () => {
  const setup = [{ id: 'h', field: 'HIGH' }];
  const predict = [{ id: 'z', operator: 'cs_norm', operands: ['h'] }];
  const codeOf = (json: unknown): string => {
    const result = fromGraphJson(json, OPEN);
    return result.ok ? result.value.text : `${result.error.code} ${result.error.details.where}`;
  };

  it('reads what a person writes', () => {
    expect(codeOf({ setup, predict })).toBe('cs_norm(HIGH)');
    expect(codeOf({ setup, predict, learn: [], output: 'z' })).toBe('cs_norm(HIGH)');
    expect(codeOf({ setup: [...setup, ...predict] })).toBe('cs_norm(HIGH)');
  });

  it('writes the three parts', () => {
    expect(toGraphJson(programOf('interval(volume,sum,9:30,10:00)/VOLUME'))).toEqual({
      setup: [
        { id: 's0', field: 'volume' },
        {
          id: 's1',
          operator: 'interval',
          operands: ['s0'],
          interval: { reducer: 'sum', from: '9:30', to: '10:00' },
        },
        { id: 's2', field: 'VOLUME' },
      ],
      predict: [{ id: 'p0', operator: 'protecteddiv', operands: ['s1', 's2'] }],
      learn: [],
      output: 'p0',
    });
  });

  it.each([
    ['a learn part', { setup, predict, learn: [{}] }, 'LEARN_NOT_SUPPORTED learn'],
    ['no object', null, 'FORMULA_SYNTAX the program'],
    ['a list', [], 'FORMULA_SYNTAX the program'],
    ['an unknown part', { setup, predict, train: [] }, 'FORMULA_SYNTAX the program'],
    ['an id used twice', { setup: [...setup, ...setup], predict }, 'FORMULA_SYNTAX setup[1].id'],
    [
      'an operand that comes later',
      { setup: predict, predict: setup },
      'FORMULA_SYNTAX setup[0].operands[0]',
    ],
    [
      'an operand of JavaScript',
      { setup, predict: [{ id: 'z', operator: 'abs', operands: ['__proto__'] }] },
      'FORMULA_SYNTAX predict[0].operands[0]',
    ],
    [
      'a field with operands',
      { setup: [{ id: 'h', field: 'HIGH', operands: [] }] },
      'FORMULA_SYNTAX setup[0]',
    ],
    [
      'a bad time',
      {
        setup: [
          { id: 'h', field: 'high' },
          {
            id: 'i',
            operator: 'interval',
            operands: ['h'],
            interval: { reducer: 'sum', from: '9', to: '10:00' },
          },
        ],
      },
      'FORMULA_SYNTAX setup[1].interval.from',
    ],
    ['an unknown output', { setup, predict, output: 'y' }, 'FORMULA_SYNTAX output'],
    ['nothing', {}, 'FORMULA_SYNTAX undefined'],
    [
      'too many nodes',
      { setup: Array.from({ length: 1001 }, (_, k) => ({ id: `n${k}`, field: 'HIGH' })) },
      'FORMULA_TOO_LONG the program',
    ],
  ])('refuses %s', (_, json, expected) => {
    expect(codeOf(json)).toBe(expected);
  });
});

const shifted = (node: ProgramNode, by: number): ProgramNode =>
  node.kind === 'field' ? node : { ...node, operands: node.operands.map((at) => at + by) };

/** The same expression as a tree: every use gets a copy of its own. */
function unshared(nodes: readonly ProgramNode[]): readonly ProgramNode[] {
  const copies: ProgramNode[] = [];
  const copy = (index: number): number => {
    const node = nodes[index] as ProgramNode;
    const own = node.kind === 'field' ? node : { ...node, operands: node.operands.map(copy) };
    return copies.push(own) - 1;
  };
  copy(nodes.length - 1);
  return copies;
}
