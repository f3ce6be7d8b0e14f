import { Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { Described } from '../../../platform/graphql/described.ts';
import { EvaluationModel } from '../../factors/factor.models.ts';

@ObjectType('ImprovementStep', {
  description: 'A factor of the chain, and the mutation that made it of the one before.',
})
export class ImprovementStepModel {
  @Described(() => ID, { description: 'The factor.' })
  factorId: string;

  @Described(() => String, { description: 'Canonical single line.' })
  formula: string;

  @Described(() => Int, {
    nullable: true,
    description: 'Generation of its birth; null for the factor that was given.',
  })
  generation: number | null;

  @Described(() => String, {
    nullable: true,
    description: 'insert, component, node or degenerate (退化变异); null for the factor that was given.',
  })
  mutation: string | null;

  @Described(() => String, { nullable: true, description: 'What the mutation took away, as text.' })
  before: string | null;

  @Described(() => String, { nullable: true, description: 'What stands in its place, as text.' })
  after: string | null;

  @Described(() => EvaluationModel, { description: 'In train, by the exact engine.' })
  train: EvaluationModel;

  @Described(() => EvaluationModel, {
    nullable: true,
    description: 'In validation, by the exact engine; null where the experiment has none.',
  })
  validation: EvaluationModel | null;

  @Described(() => Float, {
    nullable: true,
    description: "|mean IC| of the fitness's kind in train less that of the step before; null for the first.",
  })
  trainChange: number | null;

  @Described(() => Float, {
    nullable: true,
    description:
      "|mean IC| of the fitness's kind in validation less that of the step before; null for the first.",
  })
  validationChange: number | null;
}

@ObjectType('Improvement', {
  description:
    "How a run improved the factor that it was given, step by step (因子改进链, the report's figure 10).",
})
export class ImprovementModel {
  @Described(() => ID, { description: 'The run.' })
  runId: string;

  @Described(() => ImprovementStepModel, {
    list: true,
    description:
      'From the given factor to its fittest descendant; the given one alone where nothing beat it.',
  })
  steps: readonly ImprovementStepModel[];

  @Described(() => Int, { description: 'Births among its descendants in this run, so far.' })
  births: number;
}
