import { ID, Int, ObjectType } from '@nestjs/graphql';
import { Described } from '../../platform/graphql/described.ts';

@ObjectType('RetentionSettings', {
  description: 'What is kept of runs that are over (保留策略). Factors, lineage and generations always stay.',
})
export class RetentionSettingsModel {
  @Described(() => Boolean, { description: 'Whether workers prune by themselves, every hour.' })
  automatic: boolean;

  @Described(() => Int, { description: 'Runs that ended less than so many days ago are left alone.' })
  afterDays: number;

  @Described(() => Int, { description: 'Populations of the last so many generations of a run stay whole.' })
  keepGenerations: number;

  @Described(() => Int, {
    description: 'Of so many of the best factors of a run, the first individual stays.',
  })
  keepBest: number;
}

@ObjectType('PrunedRun', { description: 'What went of a run, or would go.' })
export class PrunedRunModel {
  @Described(() => ID, { description: 'Of the run.' })
  runId: string;

  @Described(() => Int, { description: 'Individuals.' })
  individuals: number;

  @Described(() => Int, { description: 'Populations of generations before this one are no longer whole.' })
  beforeGeneration: number;
}

@ObjectType('RunPruning', { description: 'What went of a run so far.' })
export class RunPruningModel extends PrunedRunModel {
  @Described(() => Date, { description: 'When individuals last went, UTC.' })
  prunedAt: Date;
}

@ObjectType('RunVerification', {
  description:
    'A check of what is kept of a run against its chain of digests: of each generation the SHA-256 over those born in it, chained with its population hash and all before it.',
})
export class RunVerificationModel {
  @Described(() => Int, { description: 'Generations of the run.' })
  generations: number;

  @Described(() => Int, { description: 'Individuals that were born.' })
  born: number;

  @Described(() => Int, { description: 'Individuals that are kept.' })
  kept: number;

  @Described(() => Int, { description: 'Generations of which all newborns are kept, hashed again.' })
  recomputed: number;

  @Described(() => Int, { description: 'Generations compared with the other run; 0 without one.' })
  compared: number;

  @Described(() => Boolean, { description: 'Nothing was found wrong.' })
  sound: boolean;

  @Described(() => String, { list: true, description: 'What was found wrong, the first 20.' })
  faults: readonly string[];
}
