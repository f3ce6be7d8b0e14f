import pg from 'pg';

type Handler = (payload: string) => void;

/** Postgres refuses payloads of 8,000 bytes and more. */
const MAXIMUM_BYTES = 7_900;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 10_000;

export interface NotificationsOptions {
  readonly databaseUrl: string;
  readonly onLost: (error: Error) => void;
}

/**
 * Messages between processes by LISTEN / NOTIFY, for what may be lost: live progress and nudges. One connection
 * listens for all channels and comes back by itself after the server did; what was sent meanwhile is gone, so
 * whoever needs the truth reads it from the tables.
 */
export class Notifications {
  private readonly handlers = new Map<string, Set<Handler>>();
  private client: pg.Client | null = null;
  private retry: NodeJS.Timeout | null = null;
  private closed = false;
  private sending: Promise<void> = Promise.resolve();

  constructor(private readonly options: NotificationsOptions) {}

  /** Opens the listening connection. Rejects when the server cannot be reached at all. */
  async start(): Promise<void> {
    await this.connect();
  }

  /**
   * Calls `handler` for each message on the channel until the returned function is called. The server takes note a
   * moment later: whoever needs the state of things reads it after subscribing, not before.
   */
  subscribe(channel: string, handler: Handler): () => void {
    const known = this.handlers.get(channel) ?? new Set();
    this.handlers.set(channel, known);
    if (known.size === 0) void this.send(`LISTEN ${pg.escapeIdentifier(channel)}`);
    known.add(handler);
    return () => {
      known.delete(handler);
      if (known.size > 0) return;
      this.handlers.delete(channel);
      void this.send(`UNLISTEN ${pg.escapeIdentifier(channel)}`);
    };
  }

  /** Sends a message to every process that subscribed; lost when the connection is down. */
  async notify(channel: string, payload: string): Promise<void> {
    if (Buffer.byteLength(payload) > MAXIMUM_BYTES) {
      throw new RangeError(`notification on ${channel}: expected at most ${MAXIMUM_BYTES} bytes`);
    }
    await this.send('SELECT pg_notify($1, $2)', [channel, payload]);
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.retry !== null) clearTimeout(this.retry);
    const client = this.client;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.options.databaseUrl, keepAlive: true });
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client, new Error('the listening connection ended')));
    client.on('notification', ({ channel, payload }) => this.deliver(channel, payload ?? ''));
    await client.connect();
    if (this.closed) return client.end();
    for (const channel of this.handlers.keys()) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    this.client = client;
  }

  private deliver(channel: string, payload: string): void {
    for (const handler of this.handlers.get(channel) ?? []) handler(payload);
  }

  /** Statements follow one another, for a connection takes one at a time. */
  private send(sql: string, values: unknown[] = []): Promise<void> {
    this.sending = this.sending.then(async () => {
      try {
        await this.client?.query(sql, values);
      } catch (error) {
        // A statement that closing cut off is no loss.
        if (!this.closed) this.options.onLost(error as Error);
      }
    });
    return this.sending;
  }

  private lost(client: pg.Client, error: Error): void {
    if (this.closed || this.client !== client) return;
    this.client = null;
    this.options.onLost(error);
    client.end().catch(() => undefined);
    this.reconnect(FIRST_RETRY_MS);
  }

  private reconnect(delayMs: number): void {
    this.retry = setTimeout(() => {
      this.connect().catch((error: Error) => {
        this.options.onLost(error);
        if (!this.closed) this.reconnect(Math.min(2 * delayMs, LONGEST_RETRY_MS));
      });
    }, delayMs);
    this.retry.unref();
  }
}
