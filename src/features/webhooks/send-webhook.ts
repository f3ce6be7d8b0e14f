import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { ResolvedAddress, TargetPolicy } from './target-policy.ts';

/** A receiver takes note and answers; what takes longer it does afterwards. */
export const ANSWER_TIMEOUT_MS = 10_000;
const LONGEST_ERROR = 300;

export interface SentWebhook {
  /** HTTP status; null where nobody answered. */
  readonly status: number | null;
  /** Null where it arrived. */
  readonly error: string | null;
  readonly tookMs: number;
}

export interface OutgoingWebhook {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Posts once. Never throws; redirections are not followed, and of the answer nothing but the status is read. */
export async function sendWebhook(
  outgoing: OutgoingWebhook,
  policy: TargetPolicy,
  timeoutMs = ANSWER_TIMEOUT_MS,
): Promise<SentWebhook> {
  const startedMs = performance.now();
  const ended = (status: number | null, error: string | null): SentWebhook => ({
    status,
    error,
    tookMs: Math.round(performance.now() - startedMs),
  });
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const url = policy.parse(outgoing.url);
    const addresses = await Promise.race([policy.addressesOf(url), rejectOn(signal)]);
    const status = await post(url, outgoing, addresses, signal);
    return ended(status, status >= 200 && status < 300 ? null : `status ${status}${adviceFor(status)}`);
  } catch (error) {
    return ended(null, signal.aborted ? `no answer within ${timeoutMs / 1000} s` : wordsOf(error));
  }
}

const adviceFor = (status: number): string =>
  status >= 300 && status < 400 ? ': redirections are not followed, give the final address' : '';

function post(
  url: URL,
  { headers, body }: OutgoingWebhook,
  addresses: readonly ResolvedAddress[],
  signal: AbortSignal,
): Promise<number> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sending = request(
      url,
      {
        method: 'POST',
        // A connection of its own, to an address that was checked: names are not asked for again.
        agent: false,
        lookup: answerWith(addresses),
        signal,
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' },
      },
      (answer) => {
        resolve(answer.statusCode ?? 0);
        answer.destroy();
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

function answerWith(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (!first) return callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 0);
    if (options.all) return callback(null, [...addresses]);
    callback(null, first.address, first.family);
  };
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

/** Names what went wrong on the way; what the receiver wrote is never repeated. */
function wordsOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return String(code ?? message ?? error).slice(0, LONGEST_ERROR);
}
