import { Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { Described } from '../../platform/graphql/described.ts';

@ObjectType('LineageNode', { description: "A factor of another's family." })
export class LineageNodeModel {
  @Described(() => ID, { description: 'The factor.' })
  factorId: string;

  @Described(() => String, { description: 'Canonical single line.' })
  formula: string;

  @Described(() => Int, { description: 'Steps from the factor that was asked for; 0 is the factor itself.' })
  distance: number;
}

@ObjectType('LineageEdge', {
  description: 'A birth: in a generation of a run a mutation made the child of the parent.',
})
export class LineageEdgeModel {
  @Described(() => ID, { description: 'The run in which it happened.' })
  runId: string;

  @Described(() => Int, { description: 'The generation in which the child was born.' })
  generation: number;

  @Described(() => ID, { description: 'Factor of the parent.' })
  parentId: string;

  @Described(() => ID, { description: 'Factor of the child.' })
  childId: string;

  @Described(() => String, { description: 'insert, component, node or degenerate (退化变异).' })
  mutation: string;

  @Described(() => String, { description: 'What the mutation took away, as text.' })
  before: string;

  @Described(() => String, { description: 'What stands in its place, as text.' })
  after: string;

  @Described(() => Float, { nullable: true, description: '|mean IC| of the parent in train of that run.' })
  parentFitness: number | null;

  @Described(() => Float, { nullable: true, description: '|mean IC| of the child in train of that run.' })
  childFitness: number | null;

  @Described(() => Float, { nullable: true, description: 'What the mutation changed: child less parent.' })
  icChange: number | null;
}

@ObjectType('Lineage', {
  description: "A factor's family as a graph (the report's figure 10). Between factors there can be cycles.",
})
export class LineageModel {
  @Described(() => LineageNodeModel, { list: true, description: 'Factors, nearest first.' })
  nodes: readonly LineageNodeModel[];

  @Described(() => LineageEdgeModel, { list: true, description: 'Births between them.' })
  edges: readonly LineageEdgeModel[];

  @Described(() => Boolean, { description: 'More relatives exist than were read.' })
  truncated: boolean;
}
