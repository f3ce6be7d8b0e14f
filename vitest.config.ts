import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';
import { CountReporter } from './test/support/count-reporter.ts';

export default defineConfig({
  resolve: {
    // Vite would take the module build beside the one that Node takes, and an error of one is none of the other.
    alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }],
  },
  test: {
    include: ['test/**/*.spec.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', new CountReporter()],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Every file that needs a database clones a template of its own, so files may run side by side.
    pool: 'forks',
    maxWorkers: 2,
  },
});
