/** What a process does: answer, mine, or both (one process tree). */
export type Role = 'api' | 'worker' | 'all';
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
export type LogFormat = 'text' | 'json';

/** Everything the environment decides, read once at the start. A class, so that Nest can inject it by type. */
export class Config {
  readonly host: string;
  readonly port: number;
  readonly role: Role;
  /** Null: the embedded Postgres in the data folder. */
  readonly databaseUrl: string | null;
  /** Null: the queue lives in Postgres as well. */
  readonly redisUrl: string | null;
  /** Absolute. Holds the panels, and the embedded Postgres if that is used. */
  readonly dataFolder: string;
  /** Absolute; the only folder that imports by API may read. Null: imports by API are off. */
  readonly importFolder: string | null;
  /** Null: no key is asked for, which is allowed on a loopback address alone. */
  readonly apiKey: string | null;
  /** Worker threads that compute. */
  readonly threads: number;
  /** Runs that a process mines side by side; they share its threads. */
  readonly concurrentRuns: number;
  /** Disk that daily reductions of minute bars may take in the data folder. */
  readonly minuteCacheBytes: number;
  /** The largest file that an upload may be; 0 = none are taken. */
  readonly uploadBytes: number;
  /** Bytes that imports, exports and runs leave free on the data folder's disk; 0 = no guard. */
  readonly minimumFreeBytes: number;
  /** Bytes of main memory that datasets in use may take together, those of the search included. */
  readonly panelBytes: number;
  /**
   * Addresses that webhooks may post to: `public`, `loopback`, addresses, ranges, host names, `*.example.com`. A service
   * that is on a loopback address itself may call loopback without being told.
   */
  readonly webhookTargets: readonly string[];
  /** Web pages that may call from elsewhere, with a key. Empty: none. */
  readonly corsOrigins: readonly string[];
  /** Whether the page at /graphiql is served, and whether the schema answers questions about itself. */
  readonly graphiql: boolean;
  readonly introspection: boolean;
  /** Requests a minute that a key, or an address without one, may make of this process; 0 = no limit. */
  readonly requestsPerMinute: number;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  /** Whether a very first start makes the demonstration market and a run on it. */
  readonly demo: boolean;

  constructor(values: Config) {
    Object.assign(this, values);
    Object.freeze(this);
  }
}

export const answersRequests = (config: Config): boolean => config.role !== 'worker';
export const minesRuns = (config: Config): boolean => config.role !== 'api';

/** The database's address, once the start has settled which server it is. */
export function databaseUrlOf(config: Config): string {
  if (config.databaseUrl === null) throw new Error('the database is not started yet: its address is unknown');
  return config.databaseUrl;
}
