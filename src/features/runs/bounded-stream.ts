/**
 * A stream that a slow reader cannot make grow: beyond `capacity` unread items the oldest is dropped, which
 * suits progress, where the newest says it all. One reader; ending it runs `onEnd` once.
 */
export class BoundedStream<T> implements AsyncIterableIterator<T> {
  private readonly unread: T[] = [];
  private waiting: ((result: IteratorResult<T>) => void) | null = null;
  private ended = false;

  constructor(
    private readonly capacity: number,
    private readonly onEnd: () => void,
  ) {}

  push(item: T): void {
    if (this.ended) return;
    if (this.waiting) {
      this.waiting({ done: false, value: item });
      this.waiting = null;
      return;
    }
    this.unread.push(item);
    if (this.unread.length > this.capacity) this.unread.shift();
  }

  next(): Promise<IteratorResult<T>> {
    if (this.unread.length > 0) return Promise.resolve({ done: false, value: this.unread.shift() as T });
    if (this.ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => {
      this.waiting = resolve;
    });
  }

  /** No further items; what is unread can still be read. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.waiting?.({ done: true, value: undefined });
    this.waiting = null;
    this.onEnd();
  }

  return(): Promise<IteratorResult<T>> {
    this.unread.length = 0;
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(error: unknown): Promise<IteratorResult<T>> {
    this.end();
    return Promise.reject(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}
