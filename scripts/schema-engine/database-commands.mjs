/** The two things that Prisma asks of a server before it migrates: is it there, and make the database. */
import pg from 'pg';

/** PostgreSQL's error code -> the code that Prisma's command line knows. */
const PRISMA_CODES = { '3D000': 'P1003', '28P01': 'P1000', '42P04': 'P1009' };
const UNREACHABLE = 'P1001';

async function withClient(connectionString, work) {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const databaseOf = (url) => decodeURIComponent(new URL(url).pathname.slice(1)) || 'postgres';

function createDatabase(url) {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  const databaseName = databaseOf(url);
  return withClient(maintenance.href, async (client) => {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(databaseName)}`);
    return { databaseName };
  });
}

/** @throws Error with `prismaCode` */
export async function runDatabaseCommand(command, url) {
  try {
    if (command === 'can-connect-to-database') return await withClient(url, async () => ({}));
    if (command === 'create-database') return await createDatabase(url);
  } catch (error) {
    throw Object.assign(error, { prismaCode: PRISMA_CODES[error.code] ?? UNREACHABLE });
  }
  throw new Error(`schema engine: expected can-connect-to-database or create-database, got ${command}`);
}
