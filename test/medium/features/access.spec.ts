import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { createClient } from 'graphql-ws';
import { beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { NewApiKeyModel } from '../../../src/features/access/access.models.ts';
import { ACCESS_METADATA, ACCESS_ROLES, type LeastRole, mayDo } from '../../../src/platform/auth/access.ts';
import type { AuditRecord } from '../../../src/platform/auth/audit.store.ts';
import { createOpenApi } from '../../../src/platform/http/openapi.ts';
import type { Page } from '../../../src/platform/paging/page.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { type Question, questionsOf, SOME_ID } from '../../support/schema-questions.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const ADMIN_KEY = 'the-key-of-the-environment';
const database = testDatabase();
const service = featureService(database, 'api', { FACTORMINE_API_KEY: ADMIN_KEY });
const keys = new Map<string, string>();

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const inject = (method: string, url: string, headers: Record<string, string> = {}, payload?: object) =>
  service.app.inject({ method: method as 'GET', url, headers, ...(payload && { payload }) });
const ask = async (document: string, headers: Record<string, string>) => {
  const answer = await inject('POST', '/graphql', headers, { query: document });
  const body = answer.json<{ errors?: { extensions: { code: string } }[]; code?: string }>();
  return body.errors?.[0]?.extensions.code ?? body.code ?? 'DONE';
};
const newKey = async (changes: object = {}) => {
  const body = { name: 'someone', role: 'viewer', ...changes };
  const answer = await inject('POST', '/v1/api-keys', bearer(ADMIN_KEY), body);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<NewApiKeyModel>();
};

beforeAll(async () => {
  for (const role of ACCESS_ROLES) keys.set(role, (await newKey({ name: `a ${role}`, role })).key);
});

/** What every handler of the application says that it wants, by `Class.method`. */
function handlers(
  app: INestApplication,
): { name: string; least: LeastRole | undefined; path: string | null }[] {
  const found = [];
  for (const { controllers, providers } of app.get(ModulesContainer).values()) {
    for (const { metatype } of [...controllers.values(), ...providers.values()]) {
      if (typeof metatype !== 'function' || !metatype.prototype) continue;
      for (const method of Object.getOwnPropertyNames(metatype.prototype)) {
        const handler: unknown = Object.getOwnPropertyDescriptor(metatype.prototype, method)?.value;
        if (typeof handler !== 'function') continue;
        const isRoute = Reflect.hasMetadata('method', handler) && Reflect.hasMetadata('path', handler);
        const root: unknown = Reflect.getMetadata('graphql:resolver_type', handler);
        if (!isRoute && !['Query', 'Mutation', 'Subscription'].includes(String(root))) continue;
        const least =
          Reflect.getMetadata(ACCESS_METADATA, handler) ?? Reflect.getMetadata(ACCESS_METADATA, metatype);
        const name: unknown = isRoute
          ? null
          : (Reflect.getMetadata('graphql:resolver_name', handler) ?? method);
        found.push({ name: `${metatype.name}.${method}`, least, path: isRoute ? null : `${root} ${name}` });
      }
    }
  }
  return found;
}

describe('every handler', () => {
  it("says which role it wants: what says nothing is nobody's", () => {
    const all = handlers(service.app);
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(({ least }) => least === undefined).map(({ name }) => name)).toEqual([]);
  });

  it('over REST is refused without a key, and to every role below its own', async () => {
    const { paths } = createOpenApi(service.app);
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => ({ path, method: method.toUpperCase() })),
    );
    expect(routes.length).toBeGreaterThan(50);
    for (const { method, path } of routes) {
      if (path.startsWith('/health')) continue;
      const url = path.replace(/\{\w+\}/g, SOME_ID);
      expect((await inject(method, url)).statusCode, `${method} ${path}`).toBe(401);
      const codes = [];
      for (const role of ACCESS_ROLES) {
        const { statusCode } = await inject(
          method,
          url,
          bearer(keys.get(role)!),
          method === 'GET' ? undefined : {},
        );
        expect(statusCode, `${method} ${path} as ${role}`).not.toBe(401);
        expect(statusCode, `${method} ${path} as ${role}`).toBeLessThan(500);
        codes.push(statusCode === 403);
      }
      // Refused up to some role and never above it; a viewer changes nothing.
      expect(
        codes.toSorted((a, b) => Number(b) - Number(a)),
        `${method} ${path}`,
      ).toEqual(codes);
      expect(codes.at(-1), `${method} ${path} as admin`).toBe(false);
    }
  });

  it('over GraphQL is refused to every role below its own, and asked of all others', async () => {
    const { schema } = service.app.get(GraphQLSchemaHost);
    const least = new Map(handlers(service.app).map((handler) => [handler.path, handler.least]));
    const questions = questionsOf(schema).filter(({ kind }) => kind !== 'subscription');
    expect(questions.length).toBeGreaterThan(50);
    for (const { kind, name, document } of questions) {
      const wanted = least.get(`${kind === 'query' ? 'Query' : 'Mutation'} ${name}`);
      if (wanted === 'anyone') continue;
      expect(wanted, `${kind} ${name}`).toBeDefined();
      expect(await ask(document, {}), name).toBe('UNAUTHENTICATED');
      for (const role of ACCESS_ROLES) {
        const code = await ask(document, bearer(keys.get(role)!));
        const refused = code === 'FORBIDDEN' || code === 'UNAUTHENTICATED';
        expect(refused, `${name} as ${role}: ${code}`).toBe(
          !mayDo(role, wanted as (typeof ACCESS_ROLES)[number]),
        );
        if (kind === 'mutation')
          expect(mayDo('viewer', wanted as (typeof ACCESS_ROLES)[number]), name).toBe(false);
      }
    }
  }, 60_000);

  it('over a WebSocket is refused as well: the key comes with the first message', async () => {
    await service.app.listen(0, '127.0.0.1');
    const url = `${(await service.app.getUrl()).replace('http', 'ws')}/graphql`;
    const { schema } = service.app.get(GraphQLSchemaHost);
    const [subscription] = questionsOf(schema).filter(({ kind }) => kind === 'subscription') as [Question];
    const first = async (connectionParams: Record<string, unknown>, query: string) => {
      const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams });
      try {
        for await (const { data, errors } of client.iterate({ query }))
          return errors?.[0]?.extensions?.code ?? data;
        return 'ended';
      } catch (error) {
        const [first] = Array.isArray(error) ? (error as { message: string }[]) : [];
        return first?.message ?? 'closed';
      } finally {
        await client.dispose();
      }
    };
    expect(await first({}, subscription.document)).toBe('closed');
    expect(await first({}, '{ __typename }')).toBe('closed');
    expect(await first({ Authorization: 'Bearer wrong' }, subscription.document)).toBe('closed');
    const viewer = { authorization: `Bearer ${keys.get('viewer')}` };
    expect(await first(viewer, subscription.document)).toContain(`no import ${SOME_ID}`);
    expect(await first({ headers: viewer }, '{ service { node } }')).toEqual({ service: expect.anything() });
    expect(await first(viewer, `mutation { startRun(id: "${SOME_ID}") { id } }`)).toBe('FORBIDDEN');
  });
});

it('a connection ends with its key', async () => {
  const { key, id } = await newKey();
  const url = `${(await service.app.getUrl()).replace('http', 'ws')}/graphql`;
  const socket = new WebSocket(url, 'graphql-transport-ws', { headers: bearer(key) });
  const ended = new Promise<number>((resolve) => socket.once('close', resolve));
  const acknowledged = new Promise((resolve) => socket.once('message', resolve));
  socket.once('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
  expect(JSON.parse(String(await acknowledged))).toMatchObject({ type: 'connection_ack' });
  await inject('POST', `/v1/api-keys/${id}/revoke`, bearer(ADMIN_KEY));
  expect(await ended).toBe(4403);
});

describe('a key', () => {
  it('is shown once, kept as a hash, and known by its first characters', async () => {
    const { key, prefix, id } = await newKey();
    expect(key).toMatch(/^fm_[\w-]{43}$/);
    expect(key.startsWith(prefix)).toBe(true);
    const list = (await inject('GET', '/v1/api-keys', bearer(ADMIN_KEY))).json<object[]>();
    expect(list.find((one) => (one as { id: string }).id === id)).not.toHaveProperty('key');
    expect(JSON.stringify(list)).not.toContain(key);
  });

  it('is refused within a second after it is revoked', async () => {
    const { key, id } = await newKey();
    await until(async () => (await inject('GET', '/v1/runs', bearer(key))).statusCode === 200, 1_000);
    await inject('POST', `/v1/api-keys/${id}/revoke`, bearer(ADMIN_KEY));
    await until(async () => (await inject('GET', '/v1/runs', bearer(key))).statusCode === 401, 1_000);
  });

  it('is refused from its expiry on', async () => {
    const { key } = await newKey({ expiresAt: new Date(Date.now() + 900).toISOString() });
    await until(async () => (await inject('GET', '/v1/runs', bearer(key))).statusCode === 200, 800);
    await until(async () => (await inject('GET', '/v1/runs', bearer(key))).statusCode === 401, 2_000);
  });

  it.each([
    [{ role: 'emperor' }],
    [{ name: '' }],
    [{ expiresAt: '2001-01-01T00:00:00Z' }],
    [{ expiresAt: 'soon' }],
    [{ scope: 'x' }],
  ])('is refused with %j', async (changes) => {
    const answer = await inject('POST', '/v1/api-keys', bearer(ADMIN_KEY), {
      name: 'someone',
      role: 'viewer',
      ...changes,
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('the audit', () => {
  const entries = async (query: string) =>
    (await inject('GET', `/v1/audit?${query}`, bearer(ADMIN_KEY))).json<Page<AuditRecord>>().items;

  it('has who changed what, by REST and GraphQL, and what was refused; reading leaves no trace', async () => {
    const { key } = await newKey({ name: 'eve', role: 'researcher' });
    await until(async () => (await inject('GET', '/v1/runs', bearer(key))).statusCode === 200, 1_000);
    const experiment = { configuration: { periods: { train: { from: '2019-01-01', to: '2019-12-31' } } } };
    const made = await inject('POST', '/v1/experiments', bearer(key), experiment);
    expect(made.statusCode, made.body).toBe(200);
    await inject('POST', `/v1/runs/${SOME_ID}/start`, bearer(key));
    await ask(`mutation { cancelRun(id: "${SOME_ID}") { id } }`, bearer(key));
    await inject('POST', '/v1/api-keys', bearer(key), { name: 'more', role: 'admin' });
    const reader = await newKey({ name: 'ops', role: 'operator' });
    await until(
      async () => (await inject('GET', '/v1/webhooks', bearer(reader.key))).statusCode === 200,
      1_000,
    );
    await ask('{ webhooks { edges { node { id } } } }', bearer(reader.key));
    expect(await entries('who=ops')).toEqual([]);
    const seen = (await entries('who=eve')).map(({ operation, outcome, subject, role }) => ({
      operation,
      outcome,
      subject,
      role,
    }));
    expect(seen).toEqual([
      { operation: 'POST /v1/api-keys', outcome: 'FORBIDDEN', subject: null, role: 'researcher' },
      { operation: 'mutation cancelRun', outcome: 'NOT_FOUND', subject: SOME_ID, role: 'researcher' },
      { operation: 'POST /v1/runs/:runId/start', outcome: 'NOT_FOUND', subject: SOME_ID, role: 'researcher' },
      { operation: 'POST /v1/experiments', outcome: 'DONE', subject: made.json().id, role: 'researcher' },
    ]);
  });
});

describe('a call under an Idempotency-Key', () => {
  const headers = (key: string) => ({ ...bearer(ADMIN_KEY), 'idempotency-key': key });
  const create = (key: string, count: number) =>
    inject('POST', '/v1/warm-start-pools', headers(key), { name: `${key} ${count}`, formulas: [] });

  it('happens once, also where both come at the same time', async () => {
    const [first, second] = await Promise.all([create('k1', 1), create('k1', 1)]);
    const third = await create('k1', 1);
    expect(new Set([first, second, third].map((answer) => answer.json<{ id: string }>().id)).size).toBe(1);
    expect(third.headers['idempotency-replayed']).toBe('true');
    expect(third.json()).toEqual(first.json());
    const list = (await inject('GET', '/v1/warm-start-pools', bearer(ADMIN_KEY))).json<
      Page<{ name: string }>
    >();
    expect(list.items.filter(({ name }) => name === 'k1 1')).toHaveLength(1);
  });

  it('is refused for another input, and another caller has keys of his own', async () => {
    await create('k2', 1);
    expect((await create('k2', 2)).json()).toMatchObject({ code: 'CONFLICT', status: 409 });
    const others = { ...headers('k2'), ...bearer(keys.get('admin')!) };
    const other = await inject('POST', '/v1/warm-start-pools', others, { name: 'k2 3', formulas: [] });
    expect(other.statusCode).toBe(201);
  });

  it('may be made again after it failed', async () => {
    const body = { name: 'late', formulas: ['no formula'] };
    expect((await inject('POST', '/v1/warm-start-pools', headers('k3'), body)).statusCode).toBeGreaterThan(
      399,
    );
    expect((await create('k3', 1)).statusCode).toBe(201);
  });

  it('by GraphQL gives the same answer again, times included', async () => {
    const query = 'mutation { createWarmStartPool(input: {name: "g", formulas: []}) { id createdAt } }';
    const first = await inject('POST', '/graphql', headers('k4'), { query });
    const second = await inject('POST', '/graphql', headers('k4'), { query });
    expect(first.json().data.createWarmStartPool.createdAt).toMatch(/^\d{4}-.*Z$/);
    expect(second.json()).toEqual(first.json());
  });

  it('whose answer held a secret is told that it was made; the secret is kept nowhere', async () => {
    const ask = () => inject('POST', '/v1/api-keys', headers('k5'), { name: 'once', role: 'viewer' });
    const { key } = (await ask()).json<NewApiKeyModel>();
    expect(key).toMatch(/^fm_/);
    const again = await ask();
    expect(again.json()).toMatchObject({ code: 'CONFLICT', status: 409 });
    expect(again.body).not.toContain(key);
    const kept = await withAdmin(database.url, (client) => client.query('SELECT * FROM idempotency_keys'));
    expect(JSON.stringify(kept.rows)).toContain('k5');
    expect(JSON.stringify(kept.rows)).not.toContain(key);
    const list = (await inject('GET', '/v1/api-keys', bearer(ADMIN_KEY))).json<{ name: string }[]>();
    expect(list.filter(({ name }) => name === 'once')).toHaveLength(1);
  });
});
