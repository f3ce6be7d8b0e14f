import type pg from 'pg';
import { pendingMigrations } from '../database/migrate.ts';
import { MIGRATIONS } from '../database/migrations-folder.ts';
import { filesCheck } from './files-checks.store.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const OLDEST_POSTGRES = 14;

/** What the database says of itself, of the work in it and of the files that it points to. Reads only. */
export async function databaseChecks(client: pg.Client, dataFolder: string): Promise<Finding[]> {
  const schema = await migrationCheck(client);
  const own = [await versionCheck(client), schema, await transactionCheck(client)];
  // Without its tables there is nothing more to ask.
  if (schema.level === 'FAIL') return own;
  const asked = [deadRows, staleLeases, livingWorkers, lateSchedules, standingImports, deafWebhooks];
  for (const ask of asked) own.push(await ask(client));
  return [...own, await filesCheck(client, dataFolder)];
}

const one = async <T extends pg.QueryResultRow>(client: pg.Client, text: string): Promise<T> =>
  (await client.query<T>(text)).rows[0]!;

async function versionCheck(client: pg.Client): Promise<Finding> {
  const { version } = await one<{ version: string }>(
    client,
    `SELECT current_setting('server_version') AS version`,
  );
  return Number.parseInt(version, 10) >= OLDEST_POSTGRES
    ? ok('postgres', version)
    : fail('postgres', version, `use PostgreSQL ${OLDEST_POSTGRES} or newer`);
}

async function migrationCheck(client: pg.Client): Promise<Finding> {
  try {
    const pending = await pendingMigrations(client, MIGRATIONS);
    if (pending.length === 0) return ok('migrations', 'all applied');
    return warn('migrations', `${pending.join(', ')} not applied`, 'start the service: it applies them');
  } catch {
    return fail(
      'migrations',
      'the database has no tables of the service',
      'start the service once: it makes them',
    );
  }
}

async function transactionCheck(client: pg.Client): Promise<Finding> {
  const { count, oldest } = await one<{ count: number; oldest: string | null }>(
    client,
    `SELECT count(*)::int AS count, max(now() - xact_start)::text AS oldest FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND now() - xact_start > interval '5 minutes'`,
  );
  if (count === 0) return ok('transactions', 'none is older than 5 minutes');
  const remedy =
    'see pg_stat_activity who holds it; an export or a backup may, a forgotten console should not';
  return warn('transactions', `${count} open for up to ${oldest}`, remedy);
}

async function deadRows(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_stat_user_tables
     WHERE schemaname = 'public' AND n_dead_tup > 100000 AND n_dead_tup > n_live_tup ORDER BY n_dead_tup DESC`,
  );
  if (rows.length === 0) return ok('dead rows', 'no table has more dead rows than living');
  const names = rows.map(({ name }) => name).join(', ');
  return warn('dead rows', names, 'see that autovacuum is on, and run VACUUM (ANALYZE) on them');
}

async function staleLeases(client: pg.Client): Promise<Finding> {
  const { count } = await one<{ count: number }>(
    client,
    `SELECT count(*)::int AS count FROM runs WHERE state = 'RUNNING' AND lease_expires_at < now() - interval '1 minute'`,
  );
  if (count === 0) return ok('leases', 'every run that is mined has a living owner');
  return warn(
    'leases',
    `${count} runs have lost their owner`,
    'start a worker; `factormine why RUN` tells more',
  );
}

async function livingWorkers(client: pg.Client): Promise<Finding> {
  const { alive, waiting } = await one<{ alive: number; waiting: number }>(
    client,
    `SELECT (SELECT count(*)::int FROM workers WHERE seen_at > now() - interval '15 seconds') AS alive,
       (SELECT count(*)::int FROM runs WHERE state = 'QUEUED') AS waiting`,
  );
  const detail = `${alive} alive, ${waiting} runs waiting`;
  if (alive > 0 || waiting === 0) return ok('workers', detail);
  return warn('workers', detail, 'start one: `npm start`, or a process with FACTORMINE_ROLE=worker');
}

async function lateSchedules(client: pg.Client): Promise<Finding> {
  const { failed } = await one<{ failed: number }>(
    client,
    `SELECT count(*)::int AS failed FROM schedule_slots
     WHERE state = 'FAILED' AND created_at > now() - interval '7 days'`,
  );
  if (failed === 0) return ok('schedules', 'no slot failed in a week');
  return warn('schedules', `${failed} slots failed in a week`, 'list the slots of the schedules to see why');
}

async function standingImports(client: pg.Client): Promise<Finding> {
  const { count } = await one<{ count: number }>(
    client,
    `SELECT count(*)::int AS count FROM imports WHERE state IN ('QUEUED', 'RUNNING') AND created_at < now() - interval '1 day'`,
  );
  if (count === 0) return ok('imports', 'none has stood for a day');
  return warn('imports', `${count} have not ended in a day`, 'see that a worker runs and can read the files');
}

async function deafWebhooks(client: pg.Client): Promise<Finding> {
  const { count } = await one<{ count: number }>(
    client,
    `SELECT count(*)::int AS count FROM webhook_deliveries
     WHERE state = 'WAITING' AND created_at < now() - interval '1 hour'`,
  );
  if (count === 0) return ok('webhooks', 'none has waited for an hour');
  return warn(
    'webhooks',
    `${count} deliveries wait for over an hour`,
    'see their attempts: the receiver may be down',
  );
}
