import { MemoryRunStore } from '../support/memory-run-store.ts';
import { runStoreContract } from './run-store.contract.ts';

runStoreContract('in memory', async () => {
  const store = new MemoryRunStore();
  return {
    store,
    createRun: async (setup) => store.createRun(setup),
    request: async (runId, wish) => store.request(runId, wish),
    close: async () => undefined,
  };
});
