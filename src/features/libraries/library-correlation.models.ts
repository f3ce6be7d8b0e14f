import { Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { Described } from '../../platform/graphql/described.ts';
import { CorrelationGroundModel } from '../factors/correlation.models.ts';

/** Members that one answer tells at most. */
export const MOST_MEMBERS = 200;

@ObjectType('MemberCorrelation', { description: 'How alike a factor and a member of a library are.' })
export class MemberCorrelationModel {
  @Described(() => ID, { description: 'Factor of the member.' })
  factorId: string;

  @Described(() => String, { description: 'Formula of the member.' })
  formula: string;

  @Described(() => Float, {
    nullable: true,
    description: 'Mean daily cross-sectional rank correlation, signed; null where no day counts.',
  })
  correlation: number | null;

  @Described(() => Float, {
    nullable: true,
    description:
      'Standard error of an estimate by sketches, from the spread over its days; null where too few days count, and of an exact figure.',
  })
  standardError: number | null;
}

@ObjectType('LibraryCorrelation', {
  description: 'A factor against the members of a library (与因子库的相关性). A bounded answer, not a page.',
})
export class LibraryCorrelationModel {
  @Described(() => CorrelationGroundModel, { description: 'Estimates or exact figures, and on what days.' })
  ground: CorrelationGroundModel;

  @Described(() => MemberCorrelationModel, {
    list: true,
    description: 'Most similar first whatever the sign; what could not be compared last.',
  })
  members: MemberCorrelationModel[];

  @Described(() => Int, { description: 'Members that the factor was compared with.' })
  compared: number;

  @Described(() => Int, {
    description:
      'Members that have no sketch yet; a worker makes them in the background. Of a question about exact figures they are compared all the same.',
  })
  lacking: number;
}
