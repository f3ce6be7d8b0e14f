import { describe, expect, test } from 'vitest';
import { findCycle, readReadme, readSources, type Source } from '../support/sources.ts';

const sources = readSources();

/** Floors that a floor may import, besides itself. `generated` is Prisma's client. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  core: [],
  compute: ['core'],
  mining: ['compute', 'core'],
  'demo-market': ['compute', 'core'],
  platform: ['core', 'generated'],
  features: ['platform', 'mining', 'compute', 'core', 'demo-market', 'generated'],
  // The empty name is the root: the command line may start the application itself.
  cli: ['', 'features', 'platform', 'mining', 'compute', 'core', 'demo-market'],
  generated: [],
};
const NEST_FLOORS = new Set(['features', 'platform', '']);
const FORBIDDEN_FOLDERS = new Set(['utils', 'util', 'common', 'helpers', 'helper', 'misc', 'shared', 'lib']);
/** What would make the core depend on more than its arguments. `createHash` of node:crypto is allowed. */
const IMPURE = [
  /\bMath\.random\b/,
  /\bDate\.now\b/,
  /\bnew Date\(\s*\)/,
  /\bperformance\.now\b/,
  /\bprocess\./,
  /\bsetTimeout\b/,
  /from 'node:(?!crypto')/,
  /\brandom(Bytes|UUID|Int)\b/,
];
/** A power of two that is written out, such as `2 ** 30` bytes, is folded exactly by every engine. */
const POWER = /\bMath\.pow\b|(?<!\b2 )\*\*|\*\* (?!\d+\b)/;
const README_LINES = 15;

const own = sources.filter((source) => source.floor !== 'generated');
const offences = (rule: (source: Source) => readonly string[]): string[] =>
  own.flatMap((source) => rule(source).map((what) => `${source.path}: ${what}`));

test('the scan sees the sources', () => {
  expect(own.length).toBeGreaterThan(100);
  expect(own.some((source) => source.imports.length > 3)).toBe(true);
});

describe('imports', () => {
  test('point one way, from floor to floor below', () => {
    const breaches = offences(({ floor, imports }) =>
      imports.flatMap(({ target }) => {
        if (target === null || floor === '' || target.floor === floor) return [];
        return BELOW[floor]?.includes(target.floor) ? [] : [`imports ${target.path}`];
      }),
    );
    expect(breaches).toEqual([]);
  });

  test('name files that exist, with their extension', () => {
    const breaches = offences(({ imports }) =>
      imports
        .filter(({ isRelative, target }) => isRelative && target === null)
        .map(({ specifier }) => specifier),
    );
    expect(breaches).toEqual([]);
  });

  test('form no cycle, of types neither', () => {
    expect(findCycle(sources)).toEqual([]);
  });

  test('bring Nest to the features, the platform and the entries alone', () => {
    const breaches = offences(({ floor, imports }) =>
      NEST_FLOORS.has(floor)
        ? []
        : imports.map(({ specifier }) => specifier).filter((name) => name.startsWith('@nestjs/')),
    );
    expect(breaches).toEqual([]);
  });

  test('bring Prisma to the stores and the way to the database alone', () => {
    const breaches = offences(({ path, imports }) =>
      /\.store\.ts$|^platform\/database\//.test(path)
        ? []
        : imports
            .filter(
              ({ specifier, target }) => target?.floor === 'generated' || specifier.startsWith('@prisma/'),
            )
            .map(({ specifier }) => specifier),
    );
    expect(breaches).toEqual([]);
  });
});

describe('code', () => {
  test('of the core is pure', () => {
    const breaches = offences(({ floor, code }) =>
      floor === 'core' ? IMPURE.filter((pattern) => pattern.test(code)).map(String) : [],
    );
    expect(breaches).toEqual([]);
  });

  test('on which results depend takes no powers, which differ between versions of Node', () => {
    const floors = new Set(['core', 'compute', 'mining', 'demo-market']);
    const breaches = offences(({ floor, code }) => (floors.has(floor) && POWER.test(code) ? ['power'] : []));
    expect(breaches).toEqual([]);
  });

  test('has nested fields without arguments take their parent plainly: a decorator would cost them a wrapper a row', () => {
    const breaches = offences(({ code }) => code.match(/\w+\(\s*@Parent\(\)[^@]*?\): /g) ?? []);
    expect(breaches).toEqual([]);
  });

  test('reads the environment in one place', () => {
    const breaches = offences(({ path, code }) =>
      /\bprocess\.env\b/.test(code) && path !== 'platform/config/read-config.ts' ? ['process.env'] : [],
    );
    expect(breaches).toEqual([]);
  });
});

describe('folders', () => {
  const folders = [...new Set(own.map(({ path }) => path.split('/').slice(0, -1).join('/')))].filter(Boolean);

  test('have names that say what lives there', () => {
    const breaches = folders.filter((folder) =>
      folder.split('/').some((part) => FORBIDDEN_FOLDERS.has(part)),
    );
    expect(breaches).toEqual([]);
  });

  const rooms = [
    ...new Set(
      folders
        .filter((folder) => folder.includes('/'))
        .map((folder) => folder.split('/').slice(0, 2).join('/')),
    ),
  ];
  test.each(rooms)('%s tells in a short README what lives there', (room) => {
    const readme = readReadme(room);
    expect(readme, `src/${room}/README.md`).not.toBeNull();
    expect(readme?.trimEnd().split('\n').length).toBeLessThanOrEqual(README_LINES);
  });
});
