import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendWebhook } from '../../../src/features/webhooks/send-webhook.ts';
import { TargetPolicy } from '../../../src/features/webhooks/target-policy.ts';
import { CLAIM_MS, WebhookDeliverer } from '../../../src/features/webhooks/webhook-deliverer.ts';
import type {
  AttemptRecord,
  DeliveryRecord,
} from '../../../src/features/webhooks/webhook-deliveries.store.ts';
import { WebhookSendingStore } from '../../../src/features/webhooks/webhook-sending.store.ts';
import type { WebhookSecret } from '../../../src/features/webhooks/webhooks.service.ts';
import { Database } from '../../../src/platform/database/database.ts';
import type { EventKind } from '../../../src/platform/events/event.ts';
import { recordEvent } from '../../../src/platform/events/events.store.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { testDatabase } from '../../support/test-database.ts';
import { webhookReceiver } from '../../support/webhook-receiver.ts';
import { startWorker } from '../../support/worker-process.ts';

const database = testDatabase();
// Answers only: nobody sends behind the tests' back.
const service = featureService(database, 'api');
const receiver = webhookReceiver();
let sql: Database;
/** A moment after everything that the tests record, moved on by them. */
let nowMs = 0;
const HOUR = 3_600_000;

beforeAll(() => {
  sql = new Database({ databaseUrl: database.url, maximumConnections: 6, onIdleError: () => undefined });
});
afterAll(() => sql.close());
beforeEach(async () => {
  await sql.pool.query('DELETE FROM webhooks');
  receiver.received.splice(0);
  receiver.answer = () => 200;
  nowMs = Date.now() + 60_000;
});

const hasPython = (): boolean => spawnSync('python3', ['--version']).status === 0;

let count = 0;
const make = async (kinds: EventKind[] = ['RUN_FINISHED'], path = '/hook'): Promise<WebhookSecret> => {
  count += 1;
  return service.rest('POST', '/v1/webhooks', { name: `hook ${count}`, url: receiver.url + path, kinds });
};
const happen = (kind: EventKind = 'RUN_FINISHED', detail: object = { best: 0.05 }): Promise<boolean> => {
  const subjectId = uuidv7();
  return recordEvent(sql.pool, { kind, subjectId, detail: { ...detail }, once: `test:${subjectId}` });
};
const deliverer = (timeoutMs = 2_000): WebhookDeliverer =>
  new WebhookDeliverer({
    store: new WebhookSendingStore(sql),
    send: (outgoing) => sendWebhook(outgoing, new TargetPolicy(['loopback']), timeoutMs),
    clock: { nowMs: () => nowMs },
    chance: () => 0.5,
  });
const deliver = async (by = deliverer()): Promise<void> => {
  await by.round();
  await by.idle();
};
const deliveries = async ({ webhook }: WebhookSecret): Promise<readonly DeliveryRecord[]> =>
  (await service.rest<{ items: DeliveryRecord[] }>('GET', `/v1/webhooks/${webhook.id}/deliveries`)).items;
const log = (delivery: DeliveryRecord | undefined): Promise<AttemptRecord[]> =>
  service.rest('GET', `/v1/webhook-deliveries/${delivery?.id}/attempts`);

describe('a webhook', () => {
  it('is told of the kinds that it asked for, signed, and once', async () => {
    const made = await make(['RUN_FINISHED', 'MEMBER_FADED']);
    await happen('RUN_FINISHED', { best: 0.05, words: '因子' });
    await happen('RUN_FAILED');
    await Promise.all([deliver(), deliver(), deliver()]);
    await deliver();
    expect(receiver.received).toHaveLength(1);
    const [{ headers, body }] = receiver.received as [(typeof receiver.received)[0]];
    const [delivery] = await deliveries(made);
    expect(JSON.parse(body)).toMatchObject({
      deliveryId: delivery?.id,
      kind: 'RUN_FINISHED',
      detail: { best: 0.05, words: '因子' },
    });
    expect(headers).toMatchObject({
      'factormine-delivery': delivery?.id,
      'factormine-event': 'RUN_FINISHED',
      'factormine-timestamp': String(Math.floor(nowMs / 1000)),
    });
    const expected = createHmac('sha256', made.secret)
      .update(`${headers['factormine-timestamp']}.${body}`)
      .digest('hex');
    expect(headers['factormine-signature']).toBe(`v1=${expected}`);
    expect(delivery).toMatchObject({ state: 'DELIVERED', attempts: 1, nextAttemptAt: null });
    expect(await log(delivery)).toMatchObject([{ attempt: 1, status: 200, error: null }]);
  });

  it.skipIf(!hasPython())(
    'is recognised by the code of the documentation, and a forged one is not',
    async () => {
      const made = await make();
      await happen('RUN_FINISHED', { words: '因子 "quoted"' });
      await deliver();
      const [{ headers, body }] = receiver.received as [(typeof receiver.received)[0]];
      const sample = /```python\n([\s\S]*?)```/.exec(readFileSync('docs/webhooks.md', 'utf8'))?.[1] ?? '';
      const judge = (secret: string, bytes: string, age: number) => {
        const asked = { secret, headers, body: bytes, now: Math.floor(nowMs / 1000) + age };
        const script = `${sample}
import json, sys
asked = json.load(sys.stdin)
print(is_genuine(asked["secret"], asked["headers"], asked["body"].encode(), lambda: asked["now"]))`;
        const { stdout, stderr } = spawnSync('python3', ['-c', script], {
          input: JSON.stringify(asked),
          encoding: 'utf8',
        });
        return stdout.trim() || stderr;
      };
      expect(judge(made.secret, body, 5)).toBe('True');
      expect(judge(made.secret, body.replace('quoted', 'forged'), 5)).toBe('False');
      expect(judge('fmwh_another', body, 5)).toBe('False');
      expect(judge(made.secret, body, 301)).toBe('False');
    },
  );

  it('hears nothing of what happened before it was there', async () => {
    await happen();
    await make();
    await deliver();
    expect(receiver.received).toEqual([]);
  });

  it('shows its secret once, and changes it while both sign for a day', async () => {
    const made = await make();
    expect(made.secret).toMatch(/^fmwh_[\w-]{43}$/);
    const shown = await service.rest<object>('GET', `/v1/webhooks/${made.webhook.id}`);
    expect(JSON.stringify(shown)).not.toContain(made.secret);
    const changed = await service.rest<WebhookSecret>(
      'POST',
      `/v1/webhooks/${made.webhook.id}/rotate-secret`,
    );
    await happen();
    await deliver();
    nowMs += 25 * HOUR;
    await happen();
    await deliver();
    const signatures = receiver.received.map(({ headers }) => String(headers['factormine-signature']));
    expect(signatures.map((text) => text.split(',').length)).toEqual([2, 1]);
    const [{ headers, body }] = receiver.received as [(typeof receiver.received)[0]];
    for (const secret of [changed.secret, made.secret]) {
      const hex = createHmac('sha256', secret)
        .update(`${headers['factormine-timestamp']}.${body}`)
        .digest('hex');
      expect(signatures[0]).toContain(hex);
    }
  });

  it.each([
    [{ kinds: [] }, 'at least one kind'],
    [{ kinds: ['PING'] }, 'PING excepted'],
    [{ kinds: ['NO_SUCH'] }, 'INVALID_INPUT'],
    [{ url: 'http://169.254.169.254/latest' }, 'ADDRESS_NOT_ALLOWED'],
    [{ url: 'http://10.0.0.1/' }, 'ADDRESS_NOT_ALLOWED'],
    [{ url: 'javascript:alert(1)' }, 'INVALID_INPUT'],
    [{ secret: 'mine' }, 'INVALID_INPUT'],
    [{ name: 'a\u0000b' }, 'no NUL'],
    [{ name: '\ud800' }, 'half of a character'],
    [{ name: 'x'.repeat(201) }, 'INVALID_INPUT'],
  ])('refuses %o', async (changes, says) => {
    const input = { name: 'bad', url: 'https://93.184.216.34/', kinds: ['RUN_FAILED'], ...changes };
    await expect(service.rest('POST', '/v1/webhooks', input)).rejects.toThrow(says);
    expect((await sql.pool.query(`SELECT 1 FROM webhooks WHERE name = 'bad'`)).rows).toEqual([]);
  });

  it('may call this machine only where the service itself is on it', async () => {
    await make();
    const worker = new TargetPolicy(['public']);
    await expect(sendWebhook({ url: receiver.url, headers: {}, body: '' }, worker)).resolves.toMatchObject({
      status: null,
      error: expect.stringContaining('may not be called'),
    });
    expect(receiver.received).toEqual([]);
  });
});

it('connects to the address that was checked, whatever name servers say next', async () => {
  let asked = 0;
  const policy = new TargetPolicy(['loopback'], async () => {
    asked += 1;
    return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
  });
  const url = receiver.url.replace('127.0.0.1', 'rebinding.example');
  await expect(sendWebhook({ url, headers: {}, body: '{}' }, policy)).resolves.toMatchObject({ status: 200 });
  expect(receiver.received.map(({ headers }) => headers.host)).toEqual([new URL(url).host]);
  expect(asked).toBe(1);
  await expect(sendWebhook({ url, headers: {}, body: '{}' }, policy)).resolves.toMatchObject({
    status: null,
  });
});

describe('a delivery', () => {
  it('is tried again later and later, each attempt logged, until it arrives', async () => {
    const made = await make();
    await happen();
    receiver.answer = () => (receiver.received.length < 3 ? 503 : 204);
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 3; attempt++) {
      await deliver();
      const [{ nextAttemptAt }] = (await deliveries(made)) as [DeliveryRecord];
      if (!nextAttemptAt) break;
      const next = new Date(nextAttemptAt).getTime();
      pauses.push(next - nowMs);
      nowMs = next - 1;
      await deliver();
      nowMs = next;
    }
    expect(pauses).toEqual([10_000, 20_000]);
    const [delivery] = await deliveries(made);
    expect(delivery).toMatchObject({ state: 'DELIVERED', attempts: 3 });
    expect((await log(delivery)).map(({ status, error }) => [status, error])).toEqual([
      [503, 'status 503'],
      [503, 'status 503'],
      [204, null],
    ]);
    expect(new Set(receiver.received.map(({ headers }) => headers['factormine-delivery'])).size).toBe(1);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    const webhook = await service.rest<object>('GET', `/v1/webhooks/${made.webhook.id}`);
    expect(webhook).toMatchObject({ state: 'ACTIVE', failingSince: null });
  });

  it('follows no redirection, waits for no sleeper, and says of a closed port what it is', async () => {
    const made = await make();
    await happen();
    receiver.answer = () => 302;
    await deliver();
    receiver.answer = () => null;
    nowMs += HOUR;
    await deliver(deliverer(300));
    await service.rest('PATCH', `/v1/webhooks/${made.webhook.id}`, { url: 'http://127.0.0.1:1/' });
    nowMs += HOUR;
    await deliver();
    const [delivery] = await deliveries(made);
    expect((await log(delivery)).map(({ status, error }) => [status, error])).toEqual([
      [302, 'status 302: redirections are not followed, give the final address'],
      [null, 'no answer within 0.3 s'],
      [null, 'ECONNREFUSED'],
    ]);
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook', '/hook']);
  });

  it('is given up after a day, and can be sent again by hand under its own id', async () => {
    const made = await make();
    await happen();
    receiver.answer = () => 500;
    for (let hour = 0; hour < 30; hour++) {
      await deliver();
      nowMs += 1.3 * HOUR;
    }
    const [lost] = await deliveries(made);
    expect(lost?.state).toBe('GIVEN_UP');
    receiver.answer = () => 200;
    const again = await service.rest<DeliveryRecord>('POST', `/v1/webhook-deliveries/${lost?.id}/redeliver`);
    expect(again).toMatchObject({ id: lost?.id, state: 'WAITING' });
    await deliver();
    const [found] = await deliveries(made);
    expect(found).toMatchObject({ id: lost?.id, state: 'DELIVERED', attempts: (lost?.attempts ?? 0) + 1 });
  });

  it('waits while its webhook is paused, and goes when it is resumed', async () => {
    const made = await make();
    await service.rest('POST', `/v1/webhooks/${made.webhook.id}/pause`);
    await happen();
    await deliver();
    expect(receiver.received).toEqual([]);
    await expect(service.rest('POST', `/v1/webhooks/${made.webhook.id}/ping`)).rejects.toThrow('CONFLICT');
    await service.rest('POST', `/v1/webhooks/${made.webhook.id}/resume`);
    await deliver();
    expect(receiver.received).toHaveLength(1);
  });

  it('is swept when it is too old, and forgotten when it was over for long', async () => {
    const made = await make();
    await service.rest('POST', `/v1/webhooks/${made.webhook.id}/pause`);
    await happen();
    await deliver();
    const store = new WebhookSendingStore(sql);
    nowMs += 25 * HOUR;
    await store.sweep(new Date(nowMs), new Date(0));
    expect((await deliveries(made)).map(({ state }) => state)).toEqual(['GIVEN_UP']);
    await store.sweep(new Date(nowMs), new Date(nowMs + 1));
    expect(await deliveries(made)).toEqual([]);
  });

  it('disables its webhook when nothing arrived for three days, at once when it wants no more', async () => {
    const failing = await make();
    const gone = await make(['RUN_FINISHED'], '/gone');
    receiver.answer = ({ path }) => (path === '/gone' ? 410 : 500);
    for (let day = 0; day < 4; day++) {
      await happen();
      await deliver();
      nowMs += 24 * HOUR;
    }
    const states = await Promise.all(
      [failing, gone].map(({ webhook }) =>
        service.rest<{ state: string; reason: string }>('GET', `/v1/webhooks/${webhook.id}`),
      ),
    );
    expect(states.map(({ state }) => state)).toEqual(['DISABLED', 'DISABLED']);
    expect(states[0]?.reason).toContain('nothing arrived for 3 days');
    expect(receiver.received.filter(({ path }) => path === '/gone')).toHaveLength(1);
  });

  it('does not keep those of others waiting', async () => {
    await make(['RUN_FINISHED'], '/slow');
    await make(['RUN_FINISHED'], '/quick');
    receiver.answer = ({ path }) => (path === '/slow' ? null : 200);
    for (let event = 0; event < 12; event++) await happen();
    const one = deliverer(1_000);
    await one.round();
    await until(async () => receiver.received.filter(({ path }) => path === '/quick').length === 12, 900);
    await one.stop();
  });

  it('is sent again, under the same id, when its sender is killed between sending and writing it down', async () => {
    const made = await make();
    let killed: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      killed = resolve;
    });
    receiver.answer = () => {
      killed();
      return null;
    };
    const worker = await startWorker(database.url, service.dataFolder, {
      FACTORMINE_WEBHOOK_TARGETS: 'loopback',
    });
    await happen();
    await arrived;
    await worker.end('SIGKILL');
    receiver.answer = () => 200;
    expect(await deliveries(made)).toMatchObject([{ state: 'WAITING', attempts: 0 }]);
    nowMs = Date.now();
    await deliver();
    expect(receiver.received).toHaveLength(1);
    nowMs += CLAIM_MS + 1_000;
    await deliver();
    expect(receiver.received).toHaveLength(2);
    const ids = receiver.received.map(({ headers }) => headers['factormine-delivery']);
    expect(new Set(ids).size).toBe(1);
    expect(await deliveries(made)).toMatchObject([{ id: ids[0], state: 'DELIVERED', attempts: 1 }]);
  }, 30_000);
});

describe('by GraphQL', () => {
  it('a ping reaches the one webhook that it is asked of, and its log is read with it', async () => {
    const made = await make();
    await make();
    const { pingWebhook } = await service.graphql<{ pingWebhook: { id: string; state: string } }>(
      `mutation ($id: ID!) { pingWebhook(id: $id) { id state kind } }`,
      { id: made.webhook.id },
    );
    expect(pingWebhook).toMatchObject({ state: 'WAITING', kind: 'PING' });
    await deliver();
    const { webhooks } = await service.graphql<{ webhooks: { edges: { node: object }[] } }>(
      `{ webhooks { edges { node { name state kinds deliveries(first: 5) { edges { node {
           id state event { kind detail } webhook { name } log { attempt status error } } } } } } } }`,
    );
    expect(webhooks.edges.map(({ node }) => node)).toMatchObject([
      { deliveries: { edges: [] } },
      {
        deliveries: {
          edges: [
            {
              node: {
                id: pingWebhook.id,
                state: 'DELIVERED',
                event: { kind: 'PING', detail: { webhook: made.webhook.name } },
                webhook: { name: made.webhook.name },
                log: [{ attempt: 1, status: 200, error: null }],
              },
            },
          ],
        },
      },
    ]);
  });

  it('tells what happened, by kind and subject, page by page', async () => {
    const subjectId = uuidv7();
    for (const once of ['a', 'b', 'c']) {
      await recordEvent(sql.pool, {
        kind: 'DATA_STALE',
        subjectId,
        detail: { once },
        once: subjectId + once,
      });
    }
    const page = (after?: string) =>
      service.graphql<{
        events: { edges: { node: { detail: { once: string } } }[]; pageInfo: { endCursor: string } };
      }>(
        `query ($subjectId: ID!, $after: String) { events(first: 2, after: $after, kind: DATA_STALE, subjectId: $subjectId) {
           edges { node { detail } } pageInfo { endCursor hasNextPage } } }`,
        { subjectId, after },
      );
    const first = (await page()).events;
    const second = (await page(first.pageInfo.endCursor)).events;
    expect([...first.edges, ...second.edges].map(({ node }) => node.detail.once)).toEqual(['c', 'b', 'a']);
  });
});
