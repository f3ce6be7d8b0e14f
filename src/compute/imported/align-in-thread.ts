import { runInThread } from '../thread/run-in-thread.ts';

/** Which values to read, and the days and symbols of the panel that they are for. */
export interface AlignTask {
  readonly name: string;
  readonly hash: string;
  readonly path: string;
  readonly days: readonly string[];
  readonly symbols: readonly string[];
}

/** `alignValues` in a thread of its own: a large market takes a few hundred ms. @throws Refusal as it */
export const alignInThread = (data: AlignTask): Promise<Float64Array> =>
  runInThread<Float64Array, never>({ entry: new URL('./align-thread.js', import.meta.url), data });
