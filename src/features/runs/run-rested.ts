/** Injection token of whoever wants to know when a run pauses or completes. */
export const RUN_RESTED = Symbol('RunRested');

/** Its best factors are then worth a look at the other periods. Must not throw: the run is not to blame. */
export interface RunRestedListener {
  rested(runId: string): void;
}
