import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Json } from '../../platform/graphql/json-scalar.ts';
import { type Connection, connectionRequest, toConnection } from '../../platform/paging/connection.ts';
import { IndividualModel } from '../runs/generation.models.ts';
import { LineageDirectionEnum } from './factor.enums.ts';
import { FactorLoaders } from './factor.loaders.ts';
import { EvaluationConnection, EvaluationModel, FactorModel } from './factor.models.ts';
import type { FactorRow } from './factor-queries.store.ts';
import { FactorStatisticsService } from './factor-statistics.service.ts';
import { evaluationView, lineageView, statisticsView } from './factor-views.ts';
import { EvaluationsArgs, evaluationFilterOf } from './factors.queries.ts';
import { FactorsService, type LineageSide } from './factors.service.ts';
import { LineageEdgeModel, LineageModel } from './lineage.models.ts';
import { MeasurementInput } from './measurement.inputs.ts';
import { Measurements } from './measurements.service.ts';
import { FactorStatisticsModel } from './statistics.models.ts';

const DEFAULT_DEPTH = 10;
const DEFAULT_PARENTS = 3;
export const MAXIMUM_LINEAGE_DEPTH = 100;

export const lineageDepth = (depth: number | undefined): number =>
  Math.min(Math.max(1, depth ?? DEFAULT_DEPTH), MAXIMUM_LINEAGE_DEPTH);

/** What hangs on a factor and is read, or computed, only when it is asked for. */
@Resolver(() => FactorModel)
export class FactorFieldsResolver {
  constructor(
    private readonly factors: FactorsService,
    private readonly loaders: FactorLoaders,
    private readonly measurements: Measurements,
    private readonly statisticsOf: FactorStatisticsService,
  ) {}

  @ResolveField(() => String, {
    description:
      'A shorter formula that ranks the stocks of each day alike: what keeps their order is taken off. For reading only.',
  })
  simplified(factor: FactorRow): Promise<string> {
    return this.factors.simplified(factor);
  }

  @ResolveField(() => String, {
    description: 'Physical dimension (量纲) of the values: "none" for a finished factor.',
  })
  dimension(factor: FactorRow): Promise<string> {
    return this.factors.dimension(factor);
  }

  @ResolveField(() => Json, { description: 'The program graph: setup, predict, learn and the output node.' })
  program(factor: FactorRow): Promise<unknown> {
    return this.factors.program(factor);
  }

  @ResolveField(() => EvaluationConnection, { description: 'What was measured of it, newest first.' })
  async evaluations(
    @Parent() factor: FactorRow,
    @Args() args: EvaluationsArgs,
  ): Promise<Connection<EvaluationModel>> {
    const wish = { factorId: factor.id, filter: evaluationFilterOf(args), page: connectionRequest(args) };
    const found = await this.loaders.evaluations.load(wish);
    return toConnection({ ...found, items: found.items.map(evaluationView) }, ({ id }) => [id]);
  }

  @ResolveField(() => [LineageEdgeModel], {
    description: 'Its latest births, latest first; none where it was drawn or handed over.',
  })
  async parents(
    @Parent() factor: FactorRow,
    @Args('first', {
      type: () => Int,
      nullable: true,
      description: 'At most so many, up to 10; 3 unless told.',
    })
    first?: number,
  ): Promise<LineageEdgeModel[]> {
    const births = await this.loaders.parents.load(factor.id);
    return births.slice(0, Math.max(1, first ?? DEFAULT_PARENTS));
  }

  @ResolveField(() => FactorStatisticsModel, {
    description: 'IC series, groups and decay; computed by a worker and kept where they are not known yet.',
  })
  async statistics(
    @Parent() factor: FactorRow,
    @Args('measurement', { description: 'Market, days and definition.' }) measurement: MeasurementInput,
  ): Promise<FactorStatisticsModel> {
    const where = await this.measurements.resolve(measurement);
    return statisticsView(await this.statisticsOf.ofFactor(factor.id, where));
  }

  @ResolveField(() => LineageModel, {
    description: "Ancestors or descendants with each mutation and the change of IC (the report's figure 10).",
  })
  async lineage(
    @Parent() factor: FactorRow,
    @Args('direction', { type: () => LineageDirectionEnum, description: 'Which side of the family.' })
    direction: LineageSide,
    @Args('depth', {
      type: () => Int,
      nullable: true,
      description: `Steps to follow, up to ${MAXIMUM_LINEAGE_DEPTH}; ${DEFAULT_DEPTH} unless told.`,
    })
    depth?: number,
  ): Promise<LineageModel> {
    return lineageView(await this.factors.lineage(factor.id, direction, lineageDepth(depth)));
  }
}

/** What was made of what, one step at a time. */
@Resolver(() => LineageEdgeModel)
export class BirthFieldsResolver {
  constructor(private readonly loaders: FactorLoaders) {}

  @ResolveField(() => FactorModel, { nullable: true, description: 'The parent.' })
  parent(birth: LineageEdgeModel): Promise<FactorRow | null> {
    return this.loaders.factor.load(birth.parentId);
  }

  @ResolveField(() => FactorModel, { nullable: true, description: 'The child.' })
  child(birth: LineageEdgeModel): Promise<FactorRow | null> {
    return this.loaders.factor.load(birth.childId);
  }
}

@Resolver(() => EvaluationModel)
export class EvaluationFieldsResolver {
  constructor(
    private readonly loaders: FactorLoaders,
    private readonly statisticsOf: FactorStatisticsService,
  ) {}

  @ResolveField(() => FactorModel, { nullable: true, description: 'The factor.' })
  factor(evaluation: EvaluationModel): Promise<FactorRow | null> {
    return this.loaders.factor.load(evaluation.factorId);
  }

  @ResolveField(() => FactorStatisticsModel, {
    description: 'IC series, groups and decay; computed by a worker and kept where they are not known yet.',
  })
  async statistics(evaluation: EvaluationModel): Promise<FactorStatisticsModel> {
    const kept = await this.loaders.statistics.load(evaluation.id);
    return statisticsView(kept ?? (await this.statisticsOf.computedFor(evaluation)));
  }
}

@Resolver(() => IndividualModel)
export class IndividualFactorResolver {
  constructor(private readonly loaders: FactorLoaders) {}

  @ResolveField(() => FactorModel, { nullable: true, description: 'The factor that the program is.' })
  factor(individual: IndividualModel): Promise<FactorRow | null> {
    return this.loaders.factor.load(individual.factorId);
  }
}
