import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.spec.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Every file that needs a database clones a template of its own, so files may run side by side.
    pool: 'forks',
    maxWorkers: 2,
  },
});
