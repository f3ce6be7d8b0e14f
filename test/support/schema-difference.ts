import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCHEMA = fileURLToPath(new URL('../../prisma/schema.prisma', import.meta.url));

/** The part of Prisma's schema engine that is used here. */
interface Engine {
  diff(question: object): Promise<{ readonly stdout: string | null }>;
}

/**
 * SQL that would turn a database into what `prisma/schema.prisma` describes, by Prisma's own engine; empty when
 * they agree. Checks and indexes over expressions are outside of what it sees.
 */
export async function schemaDifference(databaseUrl: string): Promise<string> {
  const module = await import(new URL('../../scripts/schema-engine/wasm-engine.mjs', import.meta.url).href);
  const engine: Engine = await module.openEngine({ url: databaseUrl, datamodels: [SCHEMA] });
  const files = [{ path: SCHEMA, content: readFileSync(SCHEMA, 'utf8') }];
  const { stdout } = await engine.diff({
    from: { tag: 'schemaDatasource', files, configDir: dirname(SCHEMA) },
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return (stdout ?? '').replace(/^--.*$/gm, '').trim();
}
