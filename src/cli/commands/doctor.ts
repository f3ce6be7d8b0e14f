import type { Command } from 'commander';
import pg from 'pg';
import { openDatabaseServer } from '../../platform/boot/database-server.ts';
import { type Config, databaseUrlOf } from '../../platform/config/config.ts';
import { readConfig } from '../../platform/config/read-config.ts';
import { databaseChecks } from '../../platform/doctor/database-checks.store.ts';
import { type Finding, fail } from '../../platform/doctor/finding.ts';
import { machineChecks } from '../../platform/doctor/machine-checks.ts';
import { EXIT } from '../report-failure.ts';

export function configure(command: Command): void {
  command.option('--json', 'one JSON array', false).action(({ json }: { json: boolean }) => examine(json));
}

/** Exit code 1 where something fails. */
async function examine(json: boolean): Promise<void> {
  const config = readConfig();
  const findings = [...(await machineChecks(config)), ...(await askDatabase(config))];
  process.stdout.write(json ? `${JSON.stringify(findings, null, 2)}\n` : findings.map(line).join(''));
  if (findings.some(({ level }) => level === 'FAIL')) process.exitCode = EXIT.fault;
}

async function askDatabase(config: Config): Promise<Finding[]> {
  try {
    const server = await openDatabaseServer(config);
    const client = new pg.Client({ connectionString: databaseUrlOf(server.config) });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await databaseChecks(client, config.dataFolder);
    } finally {
      await client.end().catch(() => undefined);
      await server.stop();
    }
  } catch (error) {
    const remedy =
      'see that DATABASE_URL is right and its server runs, or look into the log of the embedded one';
    return [fail('database', (error as Error).message, remedy)];
  }
}

const line = ({ level, name, detail, remedy }: Finding): string =>
  `${level.padEnd(4)}  ${name.padEnd(13)} ${detail}${remedy === null ? '' : `\n      -> ${remedy}`}\n`;
