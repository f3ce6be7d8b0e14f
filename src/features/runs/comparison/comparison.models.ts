import { Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { Described } from '../../../platform/graphql/described.ts';
import { RunModel } from '../run.models.ts';

@ObjectType('DifferentSetting', { description: 'A setting in which the compared runs differ.' })
export class DifferentSettingModel {
  @Described(() => String, { description: 'Names joined by dots, such as evolution.populationSize.' })
  path: string;

  @Described(() => String, {
    list: true,
    gaps: true,
    description: 'As JSON, one for each run in the order asked; null where a run has no such setting.',
  })
  values: (string | null)[];
}

@ObjectType('CurvePoint', { description: 'A run at one of its generations.' })
export class CurvePointModel {
  @Described(() => Int, { description: 'The generation.' })
  generation: number;

  @Described(() => Float, { nullable: true, description: 'Mean |mean IC| of the population in train.' })
  meanFitness: number | null;

  @Described(() => Float, { nullable: true, description: 'Best |mean IC| alive in train.' })
  bestFitness: number | null;

  @Described(() => Float, { nullable: true, description: 'Best |mean IC| in train so far.' })
  bestEverFitness: number | null;

  @Described(() => Float, { description: 'Distinct programs / population size.' })
  diversity: number;

  @Described(() => Int, { description: 'Distinct programs tried so far: the fair axis between methods.' })
  programs: number;

  @Described(() => Float, { description: 'Seconds of mining so far.' })
  seconds: number;
}

@ObjectType('ComparedRun', { description: 'A run among those that are compared.' })
export class ComparedRunModel {
  @Described(() => RunModel, { description: 'The run.' })
  run: RunModel;

  @Described(() => CurvePointModel, {
    list: true,
    description: 'Ascending; of long runs every n-th generation and the last.',
  })
  curve: CurvePointModel[];
}

@ObjectType('SharedFactor', { description: 'A factor that more than one of the runs found.' })
export class SharedFactorModel {
  @Described(() => ID, { description: 'The factor.' })
  factorId: string;

  @Described(() => String, { description: 'Canonical single line.' })
  formula: string;

  @Described(() => ID, { list: true, description: 'Runs among whose fittest it is.' })
  runIds: string[];

  @Described(() => Float, { description: 'Largest |mean IC| in train that a run saw of it.' })
  fitness: number;
}

@ObjectType('RunComparison', { description: 'Runs side by side (运行对比).' })
export class RunComparisonModel {
  @Described(() => ComparedRunModel, { list: true, description: 'In the order asked.' })
  runs: ComparedRunModel[];

  @Described(() => DifferentSettingModel, { list: true, description: 'What they differ in, by path.' })
  settings: DifferentSettingModel[];

  @Described(() => SharedFactorModel, {
    list: true,
    description: 'Factors among the 100 fittest of more than one run, fittest first.',
  })
  sharedFactors: SharedFactorModel[];
}
