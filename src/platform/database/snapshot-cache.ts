import type { Pool } from 'pg';
import { currentMoment } from './moment.ts';

interface Entry {
  readonly snapshot: string;
  readonly weight: number;
  readonly value: Promise<unknown>;
}

/** Rows that may be kept in all: some 40 MB. */
const MOST_WEIGHT = 20_000;
const SNAPSHOT = { name: 'snapshot', text: 'SELECT pg_current_snapshot()::text AS snapshot' } as const;

/**
 * Answers that hold as long as nothing was committed. Postgres names what a statement sees by its snapshot: where two are
 * equal, no transaction has committed in between, in this process or any other, and every query gives what it gave. So an
 * answer is used again only after the server has said that the snapshot is still the one it was read under: never stale.
 *
 * The question costs one round trip, which all who ask at the same time share, and a request asks it once (`moment.ts`).
 */
export class SnapshotCache {
  private readonly entries = new Map<string, Entry>();
  private weight = 0;
  private underWay: Promise<string> | null = null;
  private next: Promise<string> | null = null;

  constructor(private readonly pool: Pool) {}

  /**
   * @param key names the question and everything that it depends on beside the store
   * @param read asks the store; its answer is shared, so nobody may alter it
   * @param weightOf rows of an answer; 1 unless told
   */
  async of<T>(key: string, read: () => Promise<T>, weightOf: (value: T) => number = () => 1): Promise<T> {
    const snapshot = await this.snapshot();
    const known = this.entries.get(key);
    if (known?.snapshot === snapshot) {
      // The least recently used goes first.
      this.entries.delete(key);
      this.entries.set(key, known);
      return known.value as Promise<T>;
    }
    return this.ask(key, snapshot, read, weightOf);
  }

  private async ask<T>(
    key: string,
    snapshot: string,
    read: () => Promise<T>,
    weightOf: (value: T) => number,
  ): Promise<T> {
    const value = read();
    this.put(key, { snapshot, weight: 1, value });
    try {
      const weight = weightOf(await value);
      if (this.entries.get(key)?.value === value) this.put(key, { snapshot, weight, value });
    } catch (error) {
      // A refusal may be another's mistake tomorrow: it is not kept.
      if (this.entries.get(key)?.value === value) this.drop(key);
      throw error;
    }
    return value;
  }

  private put(key: string, entry: Entry): void {
    this.drop(key);
    this.entries.set(key, entry);
    this.weight += entry.weight;
    for (const oldest of this.entries.keys()) {
      if (this.weight <= MOST_WEIGHT || oldest === key) break;
      this.drop(oldest);
    }
  }

  private drop(key: string): void {
    this.weight -= this.entries.get(key)?.weight ?? 0;
    this.entries.delete(key);
  }

  /** As of a moment after the call, or after the request began that this is part of. */
  private snapshot(): Promise<string> {
    const moment = currentMoment();
    if (moment === null) return this.read();
    moment.snapshot ??= this.read();
    return moment.snapshot;
  }

  /** Who comes while a question is under way waits for the next one: its answer may be older than the call. */
  private read(): Promise<string> {
    if (this.underWay === null) return this.begin();
    this.next ??= this.underWay.then(
      () => this.begin(),
      () => this.begin(),
    );
    return this.next;
  }

  private begin(): Promise<string> {
    this.next = null;
    const question = this.pool
      .query<{ snapshot: string }>(SNAPSHOT)
      .then(({ rows }) => rows[0]!.snapshot)
      .finally(() => {
        if (this.underWay === question) this.underWay = null;
      });
    this.underWay = question;
    return question;
  }
}
