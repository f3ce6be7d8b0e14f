import { afterEach, describe, expect, it } from 'vitest';
import { Dispatcher } from '../../../../src/compute/engine/dispatcher.ts';
import { SharedPanel } from '../../../../src/compute/engine/search/shared-panel.ts';
import type { Program } from '../../../../src/core/program/program.ts';
import { frameOf, madePanel } from './made-panel.ts';

const panel = madePanel(45, 3);
const frame = frameOf(panel);
const entry = new URL('./unruly-thread.mjs', import.meta.url);

/** A task that makes the unruly thread do what `text` says. */
const task = (text: string, kind: 'values' | 'statistics' = 'values') => ({
  kind,
  frame,
  program: { text } as unknown as Program,
  decayHorizons: null,
});

describe('handing tasks to threads', () => {
  let dispatcher: Dispatcher;
  const started = (threads: number, taskLimitMs = 20_000): Dispatcher => {
    dispatcher = new Dispatcher(threads, { taskLimitMs, entry });
    dispatcher.addPanel(1, { panel, search: new SharedPanel('made', 2 ** 20) });
    return dispatcher;
  };
  afterEach(() => dispatcher.close());

  const patient = { urgent: false };
  const urgent = { urgent: true };
  const judged = (texts: readonly string[]): string[] => texts.map((text) => `values ${text}`);

  it('answers in the order of the questions, whichever thread is first', async () => {
    const texts = ['slow a', 'b', 'slow c', 'd', 'e', 'f'];
    const answers = await started(3).askAll(
      1,
      texts.map((text) => task(text)),
      patient,
    );
    expect(answers).toEqual(judged(texts));
  });

  it('takes urgent questions ahead of all that wait', async () => {
    const pool = started(1);
    const order: string[] = [];
    const note = (name: string) => () => order.push(name);
    const candidates = ['slow 1', 'slow 2', 'slow 3'].map((text) =>
      pool.ask(1, task(text), patient).then(note(text)),
    );
    const asked = pool.ask(1, task('asked', 'statistics'), urgent).then(note('asked'));
    await Promise.all([...candidates, asked]);
    expect(order).toEqual(['slow 1', 'asked', 'slow 2', 'slow 3']);
  });

  it.each([
    ['exit', /exited with code 3/],
    ['throw', /thrown in the thread/],
    ['hoard', /memory/],
  ])('replaces a thread that dies of %s; only its task fails, after a second try', async (text, cause) => {
    const pool = started(2);
    const others = pool.askAll(
      1,
      ['slow a', 'b', 'c', 'd'].map((name) => task(name)),
      patient,
    );
    const doomed = pool.ask(1, task(text), patient);
    await expect(doomed).rejects.toMatchObject({
      name: 'EngineFailure',
      question: `values ${text}`,
      causes: [expect.stringMatching(cause), expect.stringMatching(cause)],
    });
    expect(await others).toEqual(judged(['slow a', 'b', 'c', 'd']));
    expect(await pool.ask(1, task('after'), patient)).toBe('values after');
  });

  it('ends an evaluation without end', async () => {
    const pool = started(1, 400);
    const endless = pool.ask(1, task('endless'), patient);
    await expect(endless).rejects.toMatchObject({
      name: 'EngineFailure',
      causes: [/400 ms/, /400 ms/].map((c) => expect.stringMatching(c)),
    });
    expect(await pool.ask(1, task('after'), patient)).toBe('values after');
  });

  it('passes a refusal on as it is, and withdraws the rest of the batch', async () => {
    const pool = started(1);
    const batch = pool.askAll(
      1,
      [task('refuse'), ...Array.from({ length: 50 }, () => task('slow'))],
      patient,
    );
    await expect(batch).rejects.toMatchObject({
      name: 'Refusal',
      code: 'PERIOD_INVALID',
      details: { remedy: 'another period' },
    });
    const begun = Date.now();
    await pool.ask(1, task('next'), patient);
    expect(Date.now() - begun).toBeLessThan(1_500);
  });

  it('lets go of what waits when aborted, and works on', async () => {
    const pool = started(1);
    const controller = new AbortController();
    const batch = pool.askAll(
      1,
      Array.from({ length: 50 }, (_, at) => task(`slow ${at}`)),
      {
        urgent: false,
        signal: controller.signal,
      },
    );
    setTimeout(() => controller.abort(new Error('no longer wanted')), 30);
    await expect(batch).rejects.toThrow('no longer wanted');
    expect(await pool.ask(1, task('after'), patient)).toBe('values after');
  });

  it('rejects what waits and what runs when closed', async () => {
    const pool = started(1);
    const settled = Promise.allSettled(['slow a', 'slow b'].map((text) => pool.ask(1, task(text), patient)));
    await pool.close();
    for (const result of await settled) expect(result.status).toBe('rejected');
    await expect(pool.ask(1, task('late'), patient)).rejects.toThrow('closed');
  });

  it('refuses questions about a panel that was removed', async () => {
    const pool = started(1);
    pool.removePanel(1);
    await expect(pool.ask(1, task('a'), patient)).rejects.toThrow('removed');
  });
});
