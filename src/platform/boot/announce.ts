import { type Config, minesRuns } from '../config/config.ts';

export interface Announcement {
  readonly config: Config;
  /** Null where the process does not answer requests. */
  readonly url: string | null;
  readonly database: string;
  readonly startedMs: number;
}

function accessLine(config: Config): string {
  return config.apiKey === null
    ? 'without keys: only this machine can reach the service'
    : 'with the key in FACTORMINE_API_KEY: Authorization: Bearer KEY, or X-API-Key: KEY';
}

/** Plain lines that tell a user where everything is. */
export function announcement({ config, url, database, startedMs }: Announcement): string {
  const lines: [string, string][] = [];
  if (url !== null) {
    lines.push(['GraphiQL', `${url}/graphiql`], ['REST documentation', `${url}/docs`]);
    lines.push(['API', `${url}/graphql and ${url}/v1`], ['access', accessLine(config)]);
  }
  lines.push(['mining', minesRuns(config) ? `here, on ${config.threads} threads` : 'in worker processes']);
  lines.push(['queue', config.redisUrl === null ? 'in the database' : 'Redis']);
  lines.push(['data folder', config.dataFolder], ['database', database]);
  const body = lines.map(([name, value]) => `  ${name.padEnd(19)} ${value}`);
  return [`factormine is up after ${(startedMs / 1000).toFixed(1)} s`, ...body, ''].join('\n');
}
