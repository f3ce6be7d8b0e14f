import { fileURLToPath } from 'node:url';

// The command line would download its engine; ours comes with the development dependencies.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= fileURLToPath(
  new URL('./scripts/schema-engine.mjs', import.meta.url),
);

/** A plain object, not `defineConfig`: Prisma's command line is run by npx and is no dependency. */
export default {
  schema: 'prisma/schema.prisma',
  migrations: { path: 'migrations' },
  // Generating reads no database; migrating and comparing do.
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://127.0.0.1/none' },
};
