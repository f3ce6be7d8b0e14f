import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
/** `from '...'`, `import '...'`, `import('...')`, types included. */
const IMPORT = /(?:\bfrom\s+|\bimport\s+|\bimport\(\s*)'([^']+)'/g;

export interface Import {
  readonly specifier: string;
  readonly isRelative: boolean;
  /** The project's file that is meant; null for packages, and for files that are not there. */
  readonly target: { readonly path: string; readonly floor: string } | null;
}

export interface Source {
  /** Below `src`, with slashes. */
  readonly path: string;
  /** First folder of the path; empty for files directly in `src`. */
  readonly floor: string;
  /** Without comments. */
  readonly code: string;
  readonly imports: readonly Import[];
}

const floorOf = (path: string): string => (path.includes('/') ? (path.split('/')[0] ?? '') : '');

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

function resolveImport(path: string, specifier: string): Import {
  const isRelative = specifier.startsWith('.');
  const target = isRelative ? posix.join(posix.dirname(path), specifier) : null;
  const isThere = target !== null && existsSync(join(SRC, target));
  return { specifier, isRelative, target: isThere ? { path: target, floor: floorOf(target) } : null };
}

function readSource(file: string): Source {
  const path = relative(SRC, file).split(sep).join('/');
  const code = withoutComments(readFileSync(file, 'utf8'));
  const imports = [...code.matchAll(IMPORT)].map((match) => resolveImport(path, match[1] ?? ''));
  return { path, floor: floorOf(path), code, imports };
}

/** Every TypeScript file below `src`. */
export function readSources(): readonly Source[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => readSource(join(SRC, name)));
}

/** The README of a folder below `src`; null when there is none. */
export function readReadme(folder: string): string | null {
  const path = join(SRC, folder, 'README.md');
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** @returns the paths of one cycle of imports, the first repeated at the end; empty when there is none */
export function findCycle(sources: readonly Source[]): readonly string[] {
  const edges = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.flatMap(({ target }) => (target ? [target.path] : [])),
    ]),
  );
  const finished = new Set<string>();
  const trail: string[] = [];
  const visit = (path: string): readonly string[] => {
    if (finished.has(path)) return [];
    const start = trail.indexOf(path);
    if (start >= 0) return [...trail.slice(start), path];
    trail.push(path);
    for (const next of edges.get(path) ?? []) {
      const cycle = visit(next);
      if (cycle.length > 0) return cycle;
    }
    trail.pop();
    finished.add(path);
    return [];
  };
  for (const path of edges.keys()) {
    const cycle = visit(path);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
