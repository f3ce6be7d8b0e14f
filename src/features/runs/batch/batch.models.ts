import { Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { Described } from '../../../platform/graphql/described.ts';

@ObjectType('BatchFactor', { description: 'A factor of a batch.' })
export class BatchFactorModel {
  @Described(() => ID, { description: 'The factor.' })
  factorId: string;

  @Described(() => String, { description: 'Canonical single line.' })
  formula: string;

  @Described(() => Float, {
    nullable: true,
    description:
      'Largest |correlation| with a known factor, signed: mean daily rank correlation in train, by sketches; null where there is none to compare with.',
  })
  knownCorrelation: number | null;

  @Described(() => Float, { nullable: true, description: 'Standard error of that estimate.' })
  knownStandardError: number | null;

  @Described(() => String, { nullable: true, description: 'The known factor that is nearest: its formula.' })
  nearestKnown: string | null;

  @Described(() => Float, {
    nullable: true,
    description: 'Largest |correlation| with another factor of the batch, signed; null where it is alone.',
  })
  batchCorrelation: number | null;
}

@ObjectType('RunBatch', {
  description:
    "New factors of a run, mutually unlike and unlike what was known (一批低相关新因子): the report's closing application.",
})
export class RunBatchModel {
  @Described(() => BatchFactorModel, { list: true, description: 'Fittest first.' })
  factors: readonly BatchFactorModel[];

  @Described(() => Float, { description: '|correlation| that no pair exceeds, nor any with a known factor.' })
  maximumCorrelation: number;

  @Described(() => Int, { description: 'Known factors that were compared with.' })
  known: number;

  @Described(() => Int, { description: "The run's fittest factors that were looked at." })
  scanned: number;
}
