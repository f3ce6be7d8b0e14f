import { Refusal } from '../core/outcome/refusal.ts';

/** The store could not be reached or broke: the run is not to blame and goes on once its lease has expired. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';

  constructor(override readonly cause: unknown) {
    super('the store failed while a run was mined');
  }
}

/** Marks what the store throws, except its refusals, as a fault of the store. */
export async function duringStorage<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof Refusal ? error : new StoreFault(error);
  }
}

export const isFenced = (error: unknown): boolean => error instanceof Refusal && error.code === 'RUN_FENCED';
