import { Float, Int, ObjectType } from '@nestjs/graphql';
import { Described } from '../../platform/graphql/described.ts';

@ObjectType('CascadeTierResult', { description: 'What one tier of the cascade (分级筛选) did.' })
export class CascadeTierResultModel {
  @Described(() => Float, { description: 'Share of the stocks that programs were scored on.' })
  share: number;

  @Described(() => Float, {
    nullable: true,
    description: '|mean IC| that was to be reached, set by the generation before; null in generation 0.',
  })
  threshold: number | null;

  @Described(() => Int, { description: 'Programs that were scored.' })
  scored: number;

  @Described(() => Int, { description: 'Of those, how many went on.' })
  passed: number;
}

@ObjectType('RejectionAudit', {
  description: 'A sample of the rejected, judged in full afterwards (抽检); it alters nothing.',
})
export class RejectionAuditModel {
  @Described(() => Int, { description: 'Rejected children that were judged in full.' })
  sampled: number;

  @Described(() => Float, {
    nullable: true,
    description: 'Fitness from which one is among the top share of the living; null if nobody has fitness.',
  })
  bar: number | null;

  @Described(() => Int, { description: 'Of the sample, those that reach the bar: wrongly rejected.' })
  falseRejects: number;
}

@ObjectType('Cascade', { description: 'How the children of a generation were sifted (分级筛选).' })
export class CascadeModel {
  @Described(() => CascadeTierResultModel, { list: true, description: 'By ascending share.' })
  tiers: CascadeTierResultModel[];

  @Described(() => Float, { list: true, description: 'What the next generation is to reach, by tier.' })
  nextThresholds: number[];

  @Described(() => RejectionAuditModel, {
    nullable: true,
    description: 'What the cascade lost, by a sample.',
  })
  audit: RejectionAuditModel | null;
}

@ObjectType('Rejection', { description: 'Where the cascade stopped a program.' })
export class RejectionModel {
  @Described(() => Int, { description: 'Tier, from 0.' })
  tier: number;

  @Described(() => Float, {
    nullable: true,
    description: '|mean IC| on the share of the stocks of that tier.',
  })
  score: number | null;
}
