import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { VARIABLES } from '../../src/platform/config/read-config.ts';

interface Service {
  readonly image?: string;
  readonly ports?: readonly string[];
  readonly container_name?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
  readonly stop_grace_period?: string;
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const project = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const read = (name: string): string => readFileSync(project(name), 'utf8');

const dockerfile = read('Dockerfile').replaceAll('\\\n', ' ').split('\n');
const instructions = (name: string): string[] =>
  dockerfile.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
const compose = load(read('compose.yaml'), { schema: YAML11_SCHEMA }) as Compose;
const { api, worker, postgres, redis } = compose.services;
/** Read by the images of others, or by compose itself. */
const FOREIGN = new Set(['POSTGRES_USER', 'POSTGRES_PASSWORD', 'POSTGRES_DB', 'NODE_ENV']);

describe('Dockerfile', () => {
  test('copies files that are there, and that the build context lets in', () => {
    const allowed = new Set([...read('.dockerignore').matchAll(/^!(.+)$/gm)].map((match) => match[1]));
    const sources = instructions('COPY')
      .filter((line) => !line.startsWith('--from'))
      .flatMap((line) => line.split(/\s+/).slice(0, -1));
    expect(sources.length).toBeGreaterThan(3);
    for (const source of sources) {
      const name = source.replace('./', '');
      expect(existsSync(project(name)), name).toBe(true);
      expect(allowed, name).toContain(name);
    }
  });

  test('builds in one stage, runs in another, as an ordinary user, with a health check', () => {
    expect(instructions('FROM')).toHaveLength(2);
    expect(instructions('USER')).toEqual(['node']);
    expect(instructions('HEALTHCHECK')[0]).toContain('/health/ready');
    expect(instructions('CMD').at(-1)).toContain('dist/main.js');
  });

  test('sets variables that the service reads', () => {
    const names = instructions('ENV').flatMap((line) =>
      [...line.matchAll(/(\w+)=/g)].map((match) => match[1] ?? ''),
    );
    expect(names.filter((name) => !VARIABLES.includes(name) && !FOREIGN.has(name))).toEqual([]);
  });
});

describe('compose.yaml', () => {
  test('has the four services, and every volume that they name', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['api', 'postgres', 'redis', 'worker']);
    const named = Object.values(compose.services)
      .flatMap((service) => service.volumes ?? [])
      .map((volume) => volume.split(':')[0] ?? '')
      .filter((volume) => !volume.startsWith('.'));
    expect(named.filter((volume) => !(volume in compose.volumes))).toEqual([]);
  });

  test('sets variables that the service reads, and a known role', () => {
    for (const service of [api, worker]) {
      const names = Object.keys(service?.environment ?? {});
      expect(names).toContain('DATABASE_URL');
      expect(names.filter((name) => !VARIABLES.includes(name))).toEqual([]);
    }
    expect([api?.environment?.FACTORMINE_ROLE, worker?.environment?.FACTORMINE_ROLE]).toEqual([
      'api',
      'worker',
    ]);
  });

  test('lets workers be scaled: no port and no name that only one could have', () => {
    expect(worker).toBeDefined();
    expect(worker?.ports).toBeUndefined();
    expect(worker?.container_name).toBeUndefined();
  });

  test('starts the service when database and queue are healthy, and stops it slower than it drains', () => {
    for (const service of [api, worker]) {
      expect(service?.depends_on).toMatchObject({
        postgres: { condition: 'service_healthy' },
        redis: { condition: 'service_healthy' },
      });
      expect(Number.parseInt(service?.stop_grace_period ?? '0', 10)).toBeGreaterThan(30);
    }
    for (const service of [postgres, redis]) expect(service?.healthcheck?.test?.length).toBeGreaterThan(1);
  });

  test('asks for the secrets of .env.example and has no others inside', () => {
    const asked = [...read('compose.yaml').matchAll(/\$\{(\w+):\?/g)].map((match) => match[1] ?? '');
    const offered = [...read('.env.example').matchAll(/^(\w+)=/gm)].map((match) => match[1] ?? '');
    expect(asked).toEqual(expect.arrayContaining(['FACTORMINE_API_KEY', 'POSTGRES_PASSWORD']));
    expect(asked.filter((name) => !offered.includes(name))).toEqual([]);
  });
});

test('.env.example names variables that something reads', () => {
  const names = [...read('.env.example').matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(
    (match) => match[1] ?? '',
  );
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !VARIABLES.includes(name) && !FOREIGN.has(name))).toEqual([]);
});

test.each(['README.md', '.env.example'])('%s tells of every variable that the service reads', (file) => {
  const schema = /const SCHEMA = [\s\S]*?\n\}\);/.exec(read('src/platform/config/read-config.ts'))?.[0] ?? '';
  const names = [...schema.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1] ?? '');
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !read(file).includes(name))).toEqual([]);
});
