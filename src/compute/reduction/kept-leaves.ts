interface Kept {
  readonly values: Promise<Float64Array>;
  readonly bytes: number;
}

/** Leaves' values in memory by key, within a limit: the longest unused go first, and none that is in use. */
export class KeptLeaves {
  private readonly kept = new Map<string, Kept>();
  private keptBytes = 0;

  /** @param limitBytes of all together; more are held while they are in use */
  constructor(readonly limitBytes: number) {}

  get bytes(): number {
    return this.keptBytes;
  }

  has(key: string): boolean {
    return this.kept.has(key);
  }

  /** Others who ask meanwhile wait for the same promise; one that fails is forgotten. */
  keep(key: string, values: Promise<Float64Array>, bytes: number): void {
    this.kept.set(key, { values, bytes });
    this.keptBytes += bytes;
    values.catch(() => this.drop(key));
  }

  use(key: string): Promise<Float64Array> {
    const kept = this.kept.get(key)!;
    this.kept.delete(key);
    this.kept.set(key, kept);
    return kept.values;
  }

  makeRoom(inUse: ReadonlySet<string>): void {
    for (const key of [...this.kept.keys()]) {
      if (this.keptBytes <= this.limitBytes) return;
      if (!inUse.has(key)) this.drop(key);
    }
  }

  private drop(key: string): void {
    const kept = this.kept.get(key);
    if (kept !== undefined && this.kept.delete(key)) this.keptBytes -= kept.bytes;
  }
}
