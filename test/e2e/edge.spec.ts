import { getIntrospectionQuery } from 'graphql';
import { createClient } from 'graphql-ws';
import { describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { testService } from '../support/test-service.ts';

const KEY = 'a-key-of-enough-characters';
const JSON_TYPE = { 'content-type': 'application/json' };
const BODY = JSON.stringify({ query: '{ service { node } }' });

const open = testService();
const guarded = testService({ HOST: '0.0.0.0', FACTORMINE_API_KEY: KEY });

const post = (url: string, headers: Record<string, string>, body = BODY): Promise<Response> =>
  fetch(`${url}/graphql`, { method: 'POST', headers, body });

/** Asks by WebSocket; the answer, or the close code of the connection. */
async function askBySocket(url: string, headers: Record<string, string>): Promise<unknown> {
  class Socket extends WebSocket {
    constructor(address: string, protocol: string) {
      super(address, protocol, { headers });
    }
  }
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: Socket,
    retryAttempts: 0,
  });
  try {
    for await (const answer of client.iterate({ query: '{ service { node } }' })) return answer.data;
    return null;
  } catch {
    return 'refused';
  } finally {
    await client.dispose();
  }
}

describe('without keys, on loopback', () => {
  test('a query is answered, also when it is compiled the second time', async () => {
    for (let round = 0; round < 3; round++) {
      const { status, body } = await open.graphql('{ service { node } }');
      expect([status, body]).toEqual([200, { data: { service: { node: process.versions.node } } }]);
    }
  });

  test('a WebSocket is served', async () => {
    expect(await askBySocket(open.url, {})).toEqual({ service: { node: process.versions.node } });
  });

  test('pages of strangers are refused, by request and by WebSocket', async () => {
    const origin = 'http://evil.example';
    const response = await post(open.url, { ...JSON_TYPE, origin });
    expect(response.status).toBe(403);
    expect(await askBySocket(open.url, { origin })).toBe('refused');
  });

  test('health tells that the database answers', async () => {
    expect((await fetch(`${open.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${open.url}/health/ready`)).status).toBe(200);
  });

  test('the two pages and the OpenAPI document are there', async () => {
    expect(await (await fetch(`${open.url}/graphiql`)).text()).toContain('<html>');
    expect((await fetch(`${open.url}/docs`)).status).toBe(200);
    const document = (await (await fetch(`${open.url}/docs-json`)).json()) as { paths: object };
    expect(Object.keys(document.paths)).toContain('/health/ready');
  });
});

describe('with a key', () => {
  test.each([
    ['no key', {}, 401],
    ['another key', { 'x-api-key': 'another-key-of-16-characters' }, 401],
    ['the key as bearer', { authorization: `Bearer ${KEY}` }, 200],
    ['the key in its own header', { 'x-api-key': KEY }, 200],
  ])('%s', async (_case, headers, status) => {
    const response = await post(guarded.url, { ...JSON_TYPE, ...headers });
    expect(response.status).toBe(status);
    const rest = await fetch(`${guarded.url}/v1/nothing`, { headers });
    expect(rest.status).toBe(status === 200 ? 404 : status);
  });

  test('a subscription needs it too', async () => {
    expect(await askBySocket(guarded.url, {})).toBe('refused');
    expect(await askBySocket(guarded.url, { 'x-api-key': KEY })).not.toBe('refused');
  });

  test('health is open', async () => {
    expect((await fetch(`${guarded.url}/health/ready`)).status).toBe(200);
  });

  test('a refusal is typed and tells the way out', async () => {
    const response = await fetch(`${guarded.url}/v1/nothing`);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({
      code: 'UNAUTHENTICATED',
      status: 401,
      remedy: expect.any(String),
    });
  });
});

describe('limits of GraphQL', () => {
  test('introspection, as GraphiQL asks, is within them', async () => {
    const { status, body } = await open.graphql(getIntrospectionQuery());
    expect([status, body.errors]).toEqual([200, undefined]);
  });

  test.each([
    ['an unknown field', '{ servic { node } }'],
    ['broken syntax', '{ service { '],
    ['too many aliases', `{ ${Array.from({ length: 31 }, (_, i) => `a${i}: service { node }`).join(' ')} }`],
    ['too many tokens', `{ service { ${'node '.repeat(5_000)} } }`],
    [
      'too deep',
      `{ __schema { types { ${'ofType: fields { type { '.repeat(9)} name ${'} }'.repeat(9)} } } }`,
    ],
  ])('%s is refused with 400 and a code', async (_case, query) => {
    const { status, body } = await open.graphql(query);
    expect(status).toBe(400);
    expect(body.data).toBeNull();
    expect(body.errors?.[0]?.extensions.code).toBe('INVALID_INPUT');
    expect(body.errors?.[0]?.message).not.toContain('Did you mean');
  });

  test('a query by GET, or as a form, is refused', async () => {
    expect((await fetch(`${open.url}/graphql?query={service{node}}`)).status).toBe(405);
    expect((await post(open.url, { 'content-type': 'text/plain' })).status).toBe(415);
  });
});
