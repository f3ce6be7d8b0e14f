import { ArgsType, Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { Described, DescribedInput } from '../../platform/graphql/described.ts';
import { ConnectionArgs } from '../../platform/paging/connection.ts';
import { CorrelationGroundModel } from './correlation.models.ts';
import { type FactorMetric, FactorMetricEnum, type ScanEnd, ScanEndEnum } from './factor.enums.ts';
import { TopFactorModel } from './factor.models.ts';
import { MeasurementInput } from './measurement.inputs.ts';

@InputType('TopFactorsInput', { description: 'Which factors, measured where, in what order.' })
export class TopFactorsInput extends MeasurementInput {
  @DescribedInput(() => FactorMetricEnum, { nullable: true, description: 'RANK_IC unless told.' })
  metric?: FactorMetric;

  @DescribedInput(() => ID, { nullable: true, description: 'Only factors that lived in this run.' })
  foundByRun?: string;

  @DescribedInput(() => String, {
    nullable: true,
    list: true,
    maximumLength: 64,
    description: 'Only factors that use every one of these operators.',
  })
  operators?: string[];

  @DescribedInput(() => String, {
    nullable: true,
    list: true,
    maximumLength: 64,
    description: 'Only factors that read every one of these fields.',
  })
  fields?: string[];

  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 1,
    maximum: 10_000,
    description: 'Largest size, in operators and data leaves.',
  })
  maximumSize?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description:
      "Smallest coverage (覆盖率); the definition's own minimum unless told. 0 shows every factor.",
  })
  minimumCoverage?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description:
      'Only factors whose |mean style-residual rank IC| (剔除风格) was measured and is at least this.',
  })
  minimumResidualRankIc?: number;
}

/** A query, a page of whose answer is wanted. */
@ArgsType()
export class TopFactorsArgs extends ConnectionArgs {
  @Field(() => TopFactorsInput, { description: 'Which factors, measured where, in what order.' })
  @ValidateNested()
  @Type(() => TopFactorsInput)
  query: TopFactorsInput;
}

@InputType('DistinctTopFactorsInput', {
  description: 'Top factors of which no two are alike. A bounded answer, not a page.',
})
export class DistinctTopFactorsInput extends TopFactorsInput {
  @DescribedInput(() => Float, {
    minimum: 0,
    maximum: 1,
    description:
      'Largest |mean daily cross-sectional correlation| of any two on the same days; of two that are more alike the better stays.',
  })
  maximumCorrelation: number;

  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 1,
    maximum: 200,
    description: 'At most so many; 20 unless told.',
  })
  count?: number;

  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 1,
    maximum: 2000,
    description: 'Candidates looked at, best first; 500 unless told. Each costs computing.',
  })
  maximumScanned?: number;

  @DescribedInput(() => Boolean, {
    nullable: true,
    description:
      'Compute every correlation exactly, which takes long; else sketches decide, and exact figures where they leave it open. False unless told.',
  })
  exact?: boolean;
}

@ObjectType('DistinctTopFactors', { description: 'Top factors of which no two are alike.' })
export class DistinctTopFactorsModel {
  @Described(() => TopFactorModel, { list: true, description: 'Best first.' })
  factors: TopFactorModel[];

  @Described(() => Int, { description: 'Candidates that were looked at.' })
  scanned: number;

  @Described(() => CorrelationGroundModel, {
    nullable: true,
    description: 'How candidates were compared, and on what days; null where there was none.',
  })
  ground: CorrelationGroundModel | null;

  @Described(() => Int, {
    description:
      'Pairs that the sketches left open, within 4 standard errors + 0.005 of the limit, and that were computed exactly.',
  })
  refined: number;

  @Described(() => ScanEndEnum, { description: 'Why the selection ended.' })
  end: ScanEnd;
}
