import { ID, Int, ObjectType } from '@nestjs/graphql';
import { Described } from '../../platform/graphql/described.ts';

@ObjectType('RunTopEvaluation', {
  description: 'A wish to measure the best factors of a run on all its periods; a worker sees to it.',
})
export class RunTopEvaluationModel {
  @Described(() => ID, { description: 'The run.' })
  runId: string;

  @Described(() => Int, { description: 'At most so many of its factors, fittest first.' })
  count: number;
}
