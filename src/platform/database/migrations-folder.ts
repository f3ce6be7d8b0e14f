import { fileURLToPath } from 'node:url';

/** The project's `migrations/`, seen from `src` and from `dist` alike. */
export const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));
