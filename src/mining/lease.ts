import type { Fence, RunStore } from './ports.ts';
import { duringStorage, isFenced } from './store-fault.ts';

/** A claim that is kept alive while a generation takes long. */
export interface Lease {
  /** Aborted when another process has taken the run over. */
  readonly lost: AbortSignal;
  /** Ends the heartbeats, after the one under way. */
  end(): Promise<void>;
}

/**
 * Sends a heartbeat at every interval until ended. A heartbeat that fails for another reason than the fence is
 * tried again at the next interval: the store may come back before the lease ends, and if it does not, the
 * commit is refused.
 */
export function keepLease(
  store: RunStore,
  fence: Fence,
  times: { readonly leaseMs: number; readonly heartbeatMs: number },
): Lease {
  const lost = new AbortController();
  let ended = false;
  let underWay: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const beat = async (): Promise<void> => {
    try {
      await duringStorage(store.heartbeat(fence, times.leaseMs));
    } catch (error) {
      if (isFenced(error)) lost.abort(error);
    }
    if (!ended && !lost.signal.aborted) schedule();
  };
  const schedule = (): void => {
    timer = setTimeout(() => {
      underWay = beat();
    }, times.heartbeatMs);
    timer.unref();
  };
  schedule();
  return {
    lost: lost.signal,
    end: () => {
      ended = true;
      clearTimeout(timer);
      return underWay;
    },
  };
}
