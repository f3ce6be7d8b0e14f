import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { KernelExports } from './kernel-exports.ts';

let compiled: WebAssembly.Module | null = null;

/**
 * Instantiates the built kernels on a memory, which must be shared. The first 64 KiB of it belong to the kernels.
 * @throws Error naming the file when the project is not built
 */
export function loadKernels(memory: WebAssembly.Memory): KernelExports {
  compiled ??= new WebAssembly.Module(readFileSync(kernelsFile(import.meta.url)));
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as KernelExports;
}

/** The build lies beside what is built; sources, under a test runner, use it too. */
function kernelsFile(here: string): string {
  const place = here.endsWith('.ts') ? '../../../../dist/kernels.wasm' : '../../../kernels.wasm';
  const file = fileURLToPath(new URL(place, here));
  if (existsSync(file)) return file;
  throw new Error(`expected the built kernels at ${file}; run: npm run build`);
}
