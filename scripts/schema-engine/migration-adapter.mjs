/** Prisma's own Postgres adapter, with four faults mended that only show when it serves the schema engine. */
import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';

const OID_CHAR = 18;
const OID_TEXT = 25;

/** pg lets a connection string override `database`, so the shadow database is named by parts instead. */
function connectionParts(url, database) {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const named = decodeURIComponent(pathname.slice(1)) || 'postgres';
  const wantsTls = /^(require|prefer|no-verify)$/.test(searchParams.get('sslmode') ?? '');
  return {
    host: searchParams.get('host') ?? decodeURIComponent(hostname),
    port: Number(port) || 5432,
    user: decodeURIComponent(username) || undefined,
    password: decodeURIComponent(password) || undefined,
    database: database ?? named,
    ...(wantsTls && { ssl: { rejectUnauthorized: false } }),
  };
}

/** The adapter refuses Postgres' internal "char" type, which the engine's describer selects. */
function acceptInternalChar(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  let isChar = [];
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    isChar = result.fields.map((field) => field.dataTypeID === OID_CHAR);
    for (const field of result.fields) if (field.dataTypeID === OID_CHAR) field.dataTypeID = OID_TEXT;
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    const columnTypes = result.columnTypes.map((type, index) =>
      isChar[index] ? ColumnTypeEnum.Character : type,
    );
    return { ...result, columnTypes };
  };
}

/** The adapter splits scripts at every semicolon, which breaks `$$` bodies and the implicit transaction. */
function sendScriptsWhole(adapter) {
  adapter.executeScript = async (sql) => {
    try {
      await adapter.client.query(sql);
    } catch (error) {
      adapter.onError(error);
    }
  };
}

function mend(adapter) {
  acceptInternalChar(adapter);
  sendScriptsWhole(adapter);
  return adapter;
}

export class MigrationAdapterFactory extends PrismaPg {
  constructor(url) {
    super(connectionParts(url));
    this.url = url;
  }

  async connect() {
    return mend(await super.connect());
  }

  /** The shadow is dropped only after its own pool has closed. */
  async connectToShadowDb() {
    const name = `prisma_migrate_shadow_db_${randomUUID()}`;
    const maintenance = await this.connect();
    await maintenance.executeScript(`CREATE DATABASE "${name}"`);
    const shadow = mend(await new PrismaPg(connectionParts(this.url, name)).connect());
    const dispose = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await dispose();
      await maintenance.executeScript(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      await maintenance.dispose();
    };
    return shadow;
  }
}
