import { describe, expect, it } from 'vitest';
import { BoundedStream } from '../../../../src/features/runs/bounded-stream.ts';

describe('BoundedStream', () => {
  it('hands on what is pushed, before and after it is asked for', async () => {
    const stream = new BoundedStream<number>(4, () => {});
    stream.push(1);
    expect(await stream.next()).toEqual({ done: false, value: 1 });
    const asked = stream.next();
    stream.push(2);
    expect(await asked).toEqual({ done: false, value: 2 });
  });

  it('drops the oldest when its reader is slow', async () => {
    const stream = new BoundedStream<number>(2, () => {});
    for (const item of [1, 2, 3, 4]) stream.push(item);
    stream.end();
    const read: number[] = [];
    for await (const item of stream) read.push(item);
    expect(read).toEqual([3, 4]);
  });

  it('tells once that it ended, and wakes a waiting reader', async () => {
    let ends = 0;
    const stream = new BoundedStream<number>(2, () => {
      ends += 1;
    });
    const asked = stream.next();
    await stream.return();
    stream.end();
    expect(await asked).toEqual({ done: true, value: undefined });
    expect(ends).toBe(1);
    stream.push(1);
    expect((await stream.next()).done).toBe(true);
  });
});
