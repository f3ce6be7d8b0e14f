import { GraphQLSchemaHost } from '@nestjs/graphql';
import { expect, it } from 'vitest';
import { createOpenApi } from '../../src/platform/http/openapi.ts';
import { featureService } from '../support/feature-service.ts';
import { questionsOf, SOME_ID } from '../support/schema-questions.ts';
import { testDatabase } from '../support/test-database.ts';
import { withAdmin } from '../support/with-admin.ts';

// Every route and every root field, generated from what the service serves, is given values that nobody should send.

const database = testDatabase();
const service = featureService(database, 'api');

const LONG = 'x'.repeat(20_000);
const TEXTS = [
  "'; DROP TABLE runs; --",
  '1 OR 1=1',
  '\u0000',
  '\ud800',
  '😀‮',
  '../../etc/passwd',
  '-1',
  'NaN',
  '1e999',
  LONG,
];
const VALUES: readonly unknown[] = [null, -1, 1e308, true, [], {}, ...TEXTS];
const DRIVER =
  /syntax error at|violates|relation "|invalid input syntax|node_modules|\bat Object\.|ECONN|prisma/i;
/** Written of whatever is asked, refused or not: who did, and who looked. */
const OWN = new Set(['audit', 'workers', 'idempotency_keys', 'test_looks']);

interface Answer {
  readonly what: string;
  readonly status: number;
  readonly body: string;
  readonly ms: number;
  /** The same request once more. */
  readonly again: () => Promise<Answer>;
}

async function send(method: string, url: string, payload?: unknown): Promise<Answer> {
  const began = performance.now();
  const answer = await service.app.inject({
    method: method as 'GET',
    url,
    headers: { 'content-type': 'application/json' },
    ...(payload !== undefined && { payload: JSON.stringify(payload) }),
  });
  const shown = JSON.stringify(payload)?.slice(0, 120) ?? '';
  const ms = performance.now() - began;
  return {
    what: `${method} ${url.slice(0, 160)} ${shown}`,
    status: answer.statusCode,
    body: answer.body,
    ms,
    again: () => send(method, url, payload),
  };
}

type Contents = Record<string, { readonly rows: number; readonly sum: string | null }>;

const rowsOf = (held: Contents) => Object.entries(held).map(([name, { rows }]) => [name, rows]);

/** Rows of every table, and a sum over what they hold. */
const contents = () =>
  withAdmin(database.url, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
    );
    const held: Contents = {};
    for (const { name } of tables.filter((table) => !OWN.has(table.name))) {
      const { rows: found } = await client.query<Contents[string]>(
        `SELECT count(*)::int AS rows, sum(hashtextextended(t::text, 0))::text AS sum FROM "${name}" t`,
      );
      held[name] = found[0]!;
    }
    return held;
  });

/** Some of what was sent is good input, such as a strange name; whatever was refused is sent again by itself. */
async function requireNothingDone(answers: readonly Answer[]): Promise<void> {
  const refused = answers.filter(({ status }) => status >= 400 && status !== NO_WORKER);
  const before = await contents();
  for (const { again } of refused) expect((await again()).status).toBeGreaterThanOrEqual(400);
  expect(await contents()).toEqual(before);
}

function requireTyped(answers: readonly Answer[]): void {
  const faults = answers.filter(({ status, body }) => status >= 500 || DRIVER.test(body));
  expect(faults.map(({ what, status, body }) => `${status} ${what} ${body.slice(0, 200)}`)).toEqual([]);
  const untyped = answers.filter(({ status, body }) => status >= 400 && !/"code":"[A-Z_]+"/.test(body));
  expect(untyped.map(({ what, status, body }) => `${status} ${what} ${body.slice(0, 200)}`)).toEqual([]);
  const times = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  const slowest = [...answers].sort((a, b) => b.ms - a.ms)[0]!;
  console.log(
    `${answers.length} answers, 95% within ${times[Math.floor(times.length * 0.95)]!.toFixed(1)} ms, slowest ${slowest.ms.toFixed(0)} ms: ${slowest.what.slice(0, 90)}`,
  );
  expect(times[Math.floor(times.length * 0.95)]).toBeLessThan(50);
}

/** Questions that wait for a worker to answer have nobody to wait for here: they are asked of what is not there. */
const NO_WORKER = 503;

it('every REST route refuses bad parameters and bodies by name', async () => {
  const before = await contents();
  const { paths } = createOpenApi(service.app);
  const answers: Answer[] = [];
  for (const [path, methods] of Object.entries(paths)) {
    if (path.includes('/stream')) continue;
    const good = path.replace(/\{\w+\}/g, SOME_ID);
    for (const [verb, operation] of Object.entries(
      methods as Record<string, { parameters?: { in: string; name: string }[] }>,
    )) {
      const method = verb.toUpperCase();
      const body = method === 'GET' ? undefined : {};
      if (path.includes('{')) {
        for (const text of TEXTS) {
          const bad = path.replace(
            /\{\w+\}/g,
            encodeURIComponent(text !== '\ud800' ? text.slice(0, 2_000) : '%ED'),
          );
          answers.push(await send(method, bad, body));
        }
      }
      for (const { in: place, name } of operation.parameters ?? []) {
        if (place !== 'query') continue;
        for (const text of TEXTS) {
          const value = encodeURIComponent(text !== '\ud800' ? text : '�').slice(0, 5_000);
          answers.push(await send(method, `${good}?${name}=${value}`, body));
        }
      }
      if (method === 'GET') continue;
      for (const value of VALUES) answers.push(await send(method, good, value));
    }
  }
  expect(answers.length).toBeGreaterThan(1_000);
  requireTyped(answers.filter(({ status }) => status !== NO_WORKER));
  const accepted = answers.filter(({ status, what }) => status < 300 && !what.startsWith('GET'));
  console.log(
    `accepted: ${[...new Set(accepted.map(({ what }) => what.split(' ').slice(0, 2).join(' ')))].join(', ')}`,
  );
  // What was accepted - a change that changes nothing - has made nothing either.
  expect(rowsOf(await contents())).toEqual(rowsOf(before));
  await requireNothingDone(answers);
}, 120_000);

it('every property of every REST body refuses what it is not', async () => {
  const { paths, components } = createOpenApi(service.app);
  const answers: Answer[] = [];
  for (const [path, methods] of Object.entries(paths)) {
    const good = path.replace(/\{\w+\}/g, SOME_ID);
    for (const [verb, operation] of Object.entries(
      methods as Record<
        string,
        { requestBody?: { content?: Record<string, { schema?: { $ref?: string } }> } }
      >,
    )) {
      const reference = operation.requestBody?.content?.['application/json']?.schema?.$ref;
      const schema = reference && components?.schemas?.[reference.split('/').at(-1)!];
      if (!schema || !('properties' in schema)) continue;
      for (const name of Object.keys(schema.properties ?? {})) {
        for (const value of VALUES) answers.push(await send(verb.toUpperCase(), good, { [name]: value }));
      }
    }
  }
  expect(answers.length).toBeGreaterThan(1_000);
  requireTyped(answers.filter(({ status }) => status !== NO_WORKER));
  await requireNothingDone(answers);
}, 120_000);

it('every root field of GraphQL refuses bad arguments', async () => {
  const { schema } = service.app.get(GraphQLSchemaHost);
  const answers: Answer[] = [];
  for (const { kind, document } of questionsOf(schema).filter(
    (question) => question.kind !== 'subscription',
  )) {
    const literals = [...document.matchAll(/: ("[^"]*"|\{[^()]*\}|-?[\d.]+|\[[^()]*\]|[A-Z_]+)(?=[,)])/g)];
    for (const literal of literals) {
      for (const value of [
        'null',
        '-1',
        '1e400',
        '{}',
        '[]',
        ...TEXTS.slice(0, 5).map((text) => JSON.stringify(text)),
        JSON.stringify(LONG.slice(0, 5_000)),
      ]) {
        const query = `${document.slice(0, literal.index)}: ${value}${document.slice(literal.index + literal[0].length)}`;
        const answer = await send('POST', '/graphql', { query });
        answers.push({ ...answer, what: `${kind} ${query.slice(0, 160)}` });
      }
    }
  }
  expect(answers.length).toBeGreaterThan(300);
  requireTyped(answers.filter(({ status }) => status !== NO_WORKER));
  const internal = answers.filter(({ body }) => body.includes('"INTERNAL"'));
  expect(internal.map(({ what }) => what)).toEqual([]);
  await requireNothingDone(answers);
}, 120_000);
