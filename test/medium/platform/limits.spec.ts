import { describe, expect, it } from 'vitest';
import { type FeatureService, featureService } from '../../support/feature-service.ts';
import { testDatabase } from '../../support/test-database.ts';

const MOST = 20;
const KEY = 'the-key-of-the-environment';
const ORIGIN = 'https://dash.example';
/** Of a refused question: long enough for a machine that does other things, and none of it is work on the question. */
const SOON_MS = 50;

const database = testDatabase();
const limited = featureService(database, 'api', {
  FACTORMINE_API_KEY: KEY,
  FACTORMINE_REQUESTS_PER_MINUTE: String(MOST),
});
const closed = featureService(database, 'api', {
  FACTORMINE_API_KEY: KEY,
  FACTORMINE_GRAPHIQL: 'off',
  FACTORMINE_INTROSPECTION: 'off',
  FACTORMINE_CORS_ORIGINS: ORIGIN,
});
const open = featureService(database, 'api');

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const get = (service: FeatureService, url: string, headers: Record<string, string> = {}) =>
  service.app.inject({ method: 'GET', url, headers });
const ask = (service: FeatureService, query: string, headers: Record<string, string> = {}) =>
  service.app.inject({ method: 'POST', url: '/graphql', headers, payload: { query } });

describe('requests a minute', () => {
  const from = (remoteAddress: string, headers: Record<string, string>, url = '/v1/runs') =>
    limited.app.inject({ method: 'GET', url, headers, remoteAddress });
  const statuses = async (count: number, request: () => ReturnType<typeof from>) => {
    const seen: number[] = [];
    for (let at = 0; at < count; at++) seen.push((await request()).statusCode);
    return seen;
  };

  it('of a key are bounded wherever it comes from; another is told when to ask again', async () => {
    const seen = await statuses(MOST, () => from('10.0.0.1', bearer(KEY)));
    expect(new Set(seen)).toEqual(new Set([200]));
    const refused = await from('10.0.0.2', bearer(KEY));
    expect(refused.json()).toMatchObject({
      status: 429,
      code: 'TOO_MANY_REQUESTS',
      remedy: expect.any(String),
    });
    const seconds = Number(refused.headers['retry-after']);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  it('with wrong keys are counted before they are sent away, and cost nobody else anything', async () => {
    let guess = 0;
    const guessing = () => from('10.0.0.3', bearer(`guess ${guess++}`));
    expect(new Set(await statuses(MOST, guessing))).toEqual(new Set([401]));
    expect((await guessing()).statusCode).toBe(429);
    expect((await from('10.0.0.3', {}, '/health/live')).statusCode).toBe(200);
    expect((await from('10.0.0.4', bearer('guess'))).statusCode).toBe(401);
  });

  it('without a key are counted by address', async () => {
    const seen = await statuses(MOST + 1, () => from('10.0.0.5', {}, '/health/live'));
    expect(seen.at(-2)).toBe(200);
    expect(seen.at(-1)).toBe(429);
    expect((await from('10.0.0.6', {}, '/health/live')).statusCode).toBe(200);
  });
});

describe('pages of elsewhere', () => {
  const preflight = (origin: string) =>
    closed.app.inject({
      method: 'OPTIONS',
      url: '/v1/runs',
      headers: {
        origin,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    });

  it('may call where they are named, with a key', async () => {
    const answer = await preflight(ORIGIN);
    expect(answer.statusCode).toBe(204);
    expect(answer.headers['access-control-allow-origin']).toBe(ORIGIN);
    expect(answer.headers['access-control-allow-headers']).toContain('authorization');
    const called = await get(closed, '/v1/runs', { origin: ORIGIN, ...bearer(KEY) });
    expect([called.statusCode, called.headers['access-control-allow-origin']]).toEqual([200, ORIGIN]);
    expect((await get(closed, '/v1/runs', { origin: ORIGIN })).statusCode).toBe(401);
  });

  it.each(['https://evil.example', 'null', 'https://dash.example.evil.example'])(
    'may not where they are others: %s',
    async (origin) => {
      expect((await preflight(origin)).headers['access-control-allow-origin']).toBeUndefined();
      const called = await get(closed, '/v1/runs', { origin, ...bearer(KEY) });
      expect(called.headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  it('may not at all where none are named', async () => {
    const headers = { origin: ORIGIN, 'access-control-request-method': 'GET' };
    const answer = await open.app.inject({ method: 'OPTIONS', url: '/v1/runs', headers });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect((await get(open, '/v1/runs', { host: 'localhost', origin: ORIGIN })).json()).toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('what tells of the schema', () => {
  const INTROSPECTION = '{ __schema { types { name } } }';

  it('is there unless it is switched off', async () => {
    expect((await get(open, '/graphiql')).headers['content-type']).toContain('text/html');
    expect((await ask(open, INTROSPECTION)).json().data.__schema.types.length).toBeGreaterThan(100);
  });

  it('is switched off: neither page nor introspection, and queries go on', async () => {
    expect((await get(closed, '/graphiql')).statusCode).toBe(404);
    const refused = await ask(closed, INTROSPECTION, bearer(KEY));
    expect(refused.statusCode).toBe(400);
    expect(refused.json(), refused.body).toMatchObject({
      data: null,
      errors: expect.arrayContaining([
        expect.objectContaining({ extensions: expect.objectContaining({ code: 'INVALID_INPUT' }) }),
      ]),
    });
    expect((await ask(closed, '{ service { node } }', bearer(KEY))).json().data.service.node).toBeTruthy();
  });
});

describe('questions that would cost too much', () => {
  const nested = (depth: number) =>
    `{ runs { edges { node ${'{ population { edges { node { factor { foundBy '.repeat(depth)} { id } ${'} } } } }'.repeat(depth)} } } }`;
  const aliases = (count: number) =>
    `{ ${Array.from({ length: count }, (_, at) => `a${at}: service { node }`).join(' ')} }`;
  const directives = (count: number) => `{ service { node ${'@include(if: true) '.repeat(count)} } }`;
  const doubling = Array.from(
    { length: 30 },
    (_, at) => `fragment f${at} on Service { ...f${at + 1} ...f${at + 1} }`,
  ).join(' ');
  const BOMBS: readonly (readonly [string, unknown])[] = [
    ['deep', { query: nested(6) }],
    ['aliases', { query: aliases(200) }],
    ['directives', { query: directives(200) }],
    [
      'dear',
      {
        query:
          '{ runs(first: 500) { edges { node { population(first: 500) { edges { node { factor { parents(first: 10) { child { evaluations { edges { node { id } } } } } } } } } } } } }',
      },
    ],
    ['tokens', { query: `{ service { ${'node '.repeat(5_000)} } }` }],
    [
      'a circle of fragments',
      { query: '{ service { ...a } } fragment a on Service { ...b } fragment b on Service { ...a }' },
    ],
    [
      'fragments that double',
      { query: `{ service { ...f0 } } ${doubling} fragment f30 on Service { node }` },
    ],
    ['a batch', [{ query: '{ service { node } }' }, { query: '{ service { node } }' }]],
    ['variables without end', { query: '{ service { node } }', variables: { a: 'x'.repeat(999_000) } }],
  ];

  it.each(BOMBS)('are refused by type, soon: %s', async (name, payload) => {
    const times: number[] = [];
    for (let at = 0; at < 5; at++) {
      const began = performance.now();
      const answer = await open.app.inject({ method: 'POST', url: '/graphql', payload: payload as object });
      times.push(performance.now() - began);
      if (name === 'variables without end') continue;
      expect(answer.statusCode, answer.body.slice(0, 300)).toBe(400);
      const [error] = answer.json<{ errors: { extensions: { code: string } }[] }>().errors ?? [answer.json()];
      expect(JSON.stringify(error)).toContain('INVALID_INPUT');
    }
    expect(times.sort((a, b) => a - b)[2]!, times.join()).toBeLessThan(SOON_MS);
  });

  it('as bodies are not read to their end', async () => {
    const answer = await open.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'content-type': 'application/json' },
      payload: `{"query": "${'x'.repeat(10_000_000)}"}`,
    });
    expect(answer.statusCode).toBe(413);
    expect(answer.body).toContain('expected');
  });

  it('as JSON within JSON are no harm', async () => {
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    const answer = await open.app.inject({
      method: 'POST',
      url: '/v1/runs',
      headers: { 'content-type': 'application/json' },
      payload: deep,
    });
    expect(answer.statusCode).toBe(400);
  });

  it('leave nothing behind in memory', async () => {
    const round = async (count: number, salt: string) => {
      for (let at = 0; at < count; at++)
        await ask(
          open,
          `{ ${salt}${at}: service { node } ${aliases(100).slice(1, -1)} ${'# '.padEnd(20_000, 'x')}\n }`,
        );
    };
    await round(50, 'warm');
    const before = process.memoryUsage().heapUsed;
    await round(300, 'abuse');
    const grown = (process.memoryUsage().heapUsed - before) / 1e6;
    expect(grown).toBeLessThan(100);
  });
});
