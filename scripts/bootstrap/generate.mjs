/** Files that are made from others and committed: Prisma's client and the descriptions of the two APIs. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { inProject, runNode, runNpm, say } from './project.mjs';

const PRISMA = 'prisma@7.10.0';
const API_FILES = ['schema.graphql', 'openapi.json'];
const CLIENT_CLASS = inProject('src', 'generated', 'prisma', 'internal', 'class.ts');

const printApi = (folder) => runNode([inProject('dist', 'print-api.js'), folder]);

export async function generate() {
  for (const task of ['format', 'generate']) {
    if (runNpm(['exec', '--yes', '--', PRISMA, task]) !== 0) throw new Error(`prisma ${task} failed`);
  }
  await build();
  return printApi(inProject());
}

const readIfThere = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

/** The client carries the text of the schema that it was made from. */
function isClientStale() {
  const line = /"inlineSchema": (".*"),?$/m.exec(readIfThere(CLIENT_CLASS));
  return !line || JSON.parse(line[1]) !== readFileSync(inProject('prisma', 'schema.prisma'), 'utf8');
}

/** @returns 0, or 1 after naming each file that is not what `npm run generate` would write */
export function reportDrift() {
  const folder = mkdtempSync(join(tmpdir(), 'factormine-api-'));
  try {
    const code = printApi(folder);
    if (code !== 0) return code;
    const stale = API_FILES.filter(
      (name) => readIfThere(inProject(name)) !== readFileSync(join(folder, name), 'utf8'),
    );
    if (isClientStale()) stale.push('src/generated/prisma');
    for (const name of stale) say(`${name}: differs from its source; run npm run generate and commit it`);
    return stale.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
