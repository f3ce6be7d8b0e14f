import { Args, ID, Int, Mutation, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import { TopFactorModel } from '../factors/factor.models.ts';
import { PermutedIcsService } from './permuted-ics.service.ts';
import { SeriesTries } from './series-tries.ts';
import {
  FactorSignificanceModel,
  PermutedIcInput,
  PermutedIcModel,
  RunSignificanceModel,
} from './significance.models.ts';
import { Significance } from './significance.service.ts';

export const DEFAULT_COUNT = 20;
export const MOST_FACTORS = 200;

@Resolver(() => RunSignificanceModel)
export class SignificanceResolver {
  constructor(
    private readonly significance: Significance,
    private readonly permuted: PermutedIcsService,
  ) {}

  @Access('viewer')
  @Query(() => RunSignificanceModel, {
    description:
      'How far to trust what a run found: programs tried, noise ceiling, deflated significance, control (统计显著性).',
  })
  runSignificance(
    @Args('runId', { type: () => ID, description: 'The run.' }) runId: string,
    @Args('count', {
      type: () => Int,
      nullable: true,
      description: `Fittest factors to list, up to ${MOST_FACTORS}; ${DEFAULT_COUNT} unless told.`,
    })
    count?: number,
    @Args('includeTest', {
      nullable: true,
      description: 'Show the test period too: the look is recorded and counted. False unless told.',
    })
    includeTest?: boolean,
  ): Promise<RunSignificanceModel> {
    const most = Math.min(Math.max(1, count ?? DEFAULT_COUNT), MOST_FACTORS);
    return this.significance.ofRun(runId, { count: most, includeTest: includeTest ?? false });
  }

  @Access('researcher')
  @Mutation(() => PermutedIcModel, {
    description:
      'Has a worker measure a factor under labels permuted within days (日内打乱标签): the noise of its own ICs.',
  })
  permutedIc(
    @Args('input', { description: 'The factor and where to measure it.' }) input: PermutedIcInput,
  ): Promise<PermutedIcModel> {
    return this.permuted.measure(input);
  }
}

/** Each top factor says what it is worth as one of so many. */
@Resolver(() => TopFactorModel)
export class TopFactorSignificanceResolver {
  constructor(private readonly tries: SeriesTries) {}

  @ResolveField(() => FactorSignificanceModel, {
    nullable: true,
    description:
      'Of the mean rank IC, deflated by every program ever tried on the series. Exact p-values hold on days that a search saw; elsewhere they are too strict.',
  })
  significance({ evaluation }: TopFactorModel): Promise<FactorSignificanceModel | null> {
    return this.tries.significance(evaluation);
  }
}
