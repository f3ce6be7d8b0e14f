import { join } from 'node:path';
import { BadEnvironment } from '../config/bad-environment.ts';
import { Config } from '../config/config.ts';

interface EmbeddedPostgres {
  readonly url: string;
  readonly reused: boolean;
  readonly stop: () => Promise<void>;
}
interface ServerOptions {
  /** The cluster is removed when it stops. */
  readonly disposable?: boolean;
}
interface PostgresScript {
  readonly startPostgres: (options: ServerOptions & { folder: string }) => Promise<EmbeddedPostgres>;
}

export interface DatabaseServer {
  /** The same settings, with the address of the server that was found or started. */
  readonly config: Config;
  /** For the user's eyes: without a password. */
  readonly description: string;
  readonly stop: () => Promise<void>;
}

/** Plain JavaScript outside `src`: the launcher's keeper must run without a build. */
const SCRIPT = new URL('../../../scripts/postgres/start-postgres.mjs', import.meta.url);

/**
 * The server of DATABASE_URL, or else the embedded one in the data folder, started if it does not run.
 * @throws BadEnvironment that says what to do, when the embedded server cannot run here
 */
export async function openDatabaseServer(
  config: Config,
  options: ServerOptions = {},
): Promise<DatabaseServer> {
  if (config.databaseUrl !== null) {
    return { config, description: withoutPassword(config.databaseUrl), stop: async () => undefined };
  }
  const { startPostgres }: PostgresScript = await import(SCRIPT.href);
  const folder = join(config.dataFolder, 'postgres');
  const server = await startPostgres({ ...options, folder }).catch((error: Error) => {
    throw new BadEnvironment(error.message, { cause: error });
  });
  const how = server.reused ? 'embedded, already running' : 'embedded';
  return {
    config: new Config({ ...config, databaseUrl: server.url }),
    description: `${withoutPassword(server.url)} (${how}; password in ${join(folder, 'password')})`,
    stop: server.stop,
  };
}

function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.password = '';
  return url.href;
}
