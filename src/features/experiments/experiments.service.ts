import { Injectable } from '@nestjs/common';
import type { Experiment } from '../../core/experiment/experiment.ts';
import { experimentHash } from '../../core/experiment/experiment-hash.ts';
import { freezeExperiment } from '../../core/experiment/freeze-experiment.ts';
import type { Page, PageRequest } from '../../platform/paging/page.ts';
import { type ExperimentRecord, ExperimentsStore } from './experiments.store.ts';

/** Frozen configurations: equal configurations are one experiment, whoever writes them down. */
@Injectable()
export class ExperimentsService {
  constructor(private readonly store: ExperimentsStore) {}

  /**
   * @param configuration partial; what is left out takes its default, periods must be given
   * @throws Refusal EXPERIMENT_INVALID, with every faulty setting
   */
  create(configuration: unknown, name: string | null = null): Promise<ExperimentRecord> {
    return this.put(this.freeze(configuration), name);
  }

  /** @throws Refusal EXPERIMENT_INVALID */
  freeze(configuration: unknown): Experiment {
    const frozen = freezeExperiment(configuration);
    if (!frozen.ok) throw frozen.error;
    return frozen.value;
  }

  put(experiment: Experiment, name: string | null = null): Promise<ExperimentRecord> {
    return this.store.put(experiment, experimentHash(experiment), name);
  }

  /** @throws Refusal NOT_FOUND */
  get(id: string): Promise<ExperimentRecord> {
    return this.store.get(id);
  }

  /** Newest first. */
  list(page: PageRequest): Promise<Page<ExperimentRecord>> {
    return this.store.list(page);
  }
}
