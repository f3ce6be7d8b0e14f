/** What is kept of runs that are over. */
export interface RetentionSettings {
  /** Whether workers prune by themselves, every hour. */
  readonly automatic: boolean;
  /** Runs that ended less than so many days ago are left alone. */
  readonly afterDays: number;
  /** Individuals that left within the last so many generations of their run stay. */
  readonly keepGenerations: number;
  /** Of each run, the first individual of so many of its best factors stays. */
  readonly keepBest: number;
}
