import { availableParallelism, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { BadEnvironment } from './bad-environment.ts';
import { Config } from './config.ts';
import { isLoopback } from './is-loopback.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const SHORTEST_KEY = 16;
/** Share of the machine's memory that datasets may take where nothing is said. */
const PANEL_SHARE = 0.5;
/** Room for the database to end what it has begun: its journal grows by 16 MB at a time. */
const MINIMUM_FREE_MB = 128;
/** A decade of a large market as CSV is some 300 MB. */
const UPLOAD_MB = 512;
/** A thousand a second: no dashboard comes near, and no single caller can hold all of a service. */
const REQUESTS_PER_MINUTE = 60_000;

const url = (...protocols: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });
const whole = (minimum: number, maximum: number) => {
  const error = `a whole number from ${minimum} to ${maximum}`;
  return z
    .string()
    .regex(/^\d+$/, { error })
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, { error });
};
/** Words between commas: host names, addresses, ranges. */
const targets = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean),
  )
  .refine((words) => words.every((word) => /^(\*\.)?[A-Za-z0-9.:_-]+(\/\d{1,3})?$/.test(word)), {
    error:
      'words between commas: public, loopback, host names, *.example.com, addresses or ranges (10.0.0.0/8)',
  });
const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `one of ${values.join(', ')}` });

/** Each variable's rule; the messages complete the sentence "expected ...". */
const SCHEMA = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: whole(0, 65_535).default(3000),
  DATABASE_URL: url('postgresql:', 'postgres:').optional(),
  REDIS_URL: url('redis:', 'rediss:').optional(),
  FACTORMINE_DATA: z.string().default('data'),
  FACTORMINE_IMPORTS: z.string().optional(),
  FACTORMINE_API_KEY: z
    .string()
    .min(SHORTEST_KEY, { error: `at least ${SHORTEST_KEY} characters` })
    .optional(),
  FACTORMINE_CORS_ORIGINS: z
    .string()
    .transform((text) => text.split(',').map((origin) => origin.trim()))
    .refine(
      (origins) => origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
      {
        error: 'origins such as https://dash.example.com, separated by commas',
      },
    )
    .default([]),
  FACTORMINE_GRAPHIQL: choice(['on', 'off']).default('on'),
  FACTORMINE_INTROSPECTION: choice(['on', 'off']).default('on'),
  FACTORMINE_REQUESTS_PER_MINUTE: whole(0, 100_000_000).default(REQUESTS_PER_MINUTE),
  FACTORMINE_ROLE: choice(['api', 'worker', 'all']).default('all'),
  FACTORMINE_THREADS: whole(1, 256).default(availableParallelism()),
  FACTORMINE_RUNS: whole(1, 16).default(1),
  FACTORMINE_MINUTE_CACHE_MB: whole(0, 10_000_000).default(4096),
  FACTORMINE_MINIMUM_FREE_MB: whole(0, 10_000_000).default(MINIMUM_FREE_MB),
  FACTORMINE_UPLOAD_MB: whole(0, 1_000_000).default(UPLOAD_MB),
  FACTORMINE_PANEL_MEMORY_MB: whole(64, 10_000_000).default(Math.floor((totalmem() * PANEL_SHARE) / 2 ** 20)),
  FACTORMINE_DEMO: choice(['on', 'off']).default('on'),
  FACTORMINE_WEBHOOK_TARGETS: targets.default(['public']),
  LOG_LEVEL: choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  LOG_FORMAT: choice(['text', 'json']).default('text'),
});

/** Names of all variables that the service reads. */
export const VARIABLES: readonly string[] = Object.keys(SCHEMA.shape);

const SECRETS = new Set(['DATABASE_URL', 'REDIS_URL', 'FACTORMINE_API_KEY']);

function describe(name: string, environment: Environment, expected: string): string {
  const actual = SECRETS.has(name) ? 'a value that is not shown here' : `"${environment[name]}"`;
  return `environment variable ${name}: expected ${expected}, got ${actual}`;
}

/** Empty variables count as unset: compose files and shells make them easily. */
function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}

/** @throws BadEnvironment with a line for each variable that does not hold */
export function readConfig(environment: Environment = process.env): Config {
  const parsed = SCHEMA.safeParse(withoutEmpty(environment));
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) =>
      describe(String(issue.path[0]), environment, issue.message),
    );
    throw new BadEnvironment(lines.join('\n'));
  }
  const values = parsed.data;
  const apiKey = values.FACTORMINE_API_KEY ?? null;
  if (apiKey === null && !isLoopback(values.HOST) && values.FACTORMINE_ROLE !== 'worker') {
    throw new BadEnvironment(
      `environment variable FACTORMINE_API_KEY: expected a key, because HOST ${values.HOST} can be reached from ` +
        'other machines, got none; set it, or set HOST to 127.0.0.1',
    );
  }
  return new Config({
    host: values.HOST,
    port: values.PORT,
    role: values.FACTORMINE_ROLE,
    databaseUrl: values.DATABASE_URL ?? null,
    redisUrl: values.REDIS_URL ?? null,
    dataFolder: resolve(PROJECT, values.FACTORMINE_DATA),
    importFolder: values.FACTORMINE_IMPORTS ? resolve(PROJECT, values.FACTORMINE_IMPORTS) : null,
    apiKey,
    corsOrigins: values.FACTORMINE_CORS_ORIGINS,
    graphiql: values.FACTORMINE_GRAPHIQL === 'on',
    introspection: values.FACTORMINE_INTROSPECTION === 'on',
    requestsPerMinute: values.FACTORMINE_REQUESTS_PER_MINUTE,
    threads: values.FACTORMINE_THREADS,
    concurrentRuns: values.FACTORMINE_RUNS,
    minuteCacheBytes: values.FACTORMINE_MINUTE_CACHE_MB * 2 ** 20,
    uploadBytes: values.FACTORMINE_UPLOAD_MB * 2 ** 20,
    minimumFreeBytes: values.FACTORMINE_MINIMUM_FREE_MB * 2 ** 20,
    panelBytes: values.FACTORMINE_PANEL_MEMORY_MB * 2 ** 20,
    webhookTargets: values.FACTORMINE_WEBHOOK_TARGETS,
    logLevel: values.LOG_LEVEL,
    logFormat: values.LOG_FORMAT,
    demo: values.FACTORMINE_DEMO === 'on',
  });
}
