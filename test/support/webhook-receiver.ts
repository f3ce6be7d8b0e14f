import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';

export interface ReceivedWebhook {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What to answer: a status, or null to keep silent. */
export type AnswerWebhook = (received: ReceivedWebhook) => number | null | Promise<number | null>;

export interface WebhookReceiver {
  /** Known from the first test on. */
  url: string;
  readonly received: ReceivedWebhook[];
  answer: AnswerWebhook;
}

/** A real HTTP server on a free port of this machine, for the test file that calls this at its top. */
export function webhookReceiver(): WebhookReceiver {
  const receiver: WebhookReceiver = { url: '', received: [], answer: () => 200 };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      const received = {
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(parts).toString('utf8'),
      };
      receiver.received.push(received);
      const status = await receiver.answer(received);
      if (status === null) return;
      response
        .writeHead(status, status >= 300 && status < 400 ? { location: '/elsewhere' } : {})
        .end('noted');
    });
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return receiver;
}
