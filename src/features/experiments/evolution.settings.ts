import { Float, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DescribedInput } from '../../platform/graphql/described.ts';
import { CascadeSettingsModel } from './cascade.settings.ts';
import {
  CorrelationKindEnum,
  InitialSourceEnum,
  SearchKindEnum,
  SelectionKindEnum,
} from './experiment.enums.ts';

@ObjectType('MutationWeights', {
  description: 'Relative frequencies of the mutations; they need not sum to 1.',
})
@InputType('MutationWeightsInput', { description: 'What is left out takes its default.' })
export class MutationWeightsModel {
  @DescribedInput(() => Float, {
    nullable: true,
    description: 'Wrap an edge with a new node (插入变异).',
  })
  insert?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    description: 'Regrow the sub-graph under a node.',
  })
  component?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    description: 'Swap one operator, operand or window.',
  })
  node?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    description: 'Collapse everything under a node to one leaf (退化变异).',
  })
  degenerate?: number;
}

@ObjectType('CatastropheSettings', {
  description: 'The catastrophe (灾难算法): of too-similar elites only the fittest survives.',
})
@InputType('CatastropheSettingsInput', { description: 'What is left out takes its default.' })
export class CatastropheSettingsModel {
  @DescribedInput(() => Int, {
    nullable: true,
    description: 'Generations between two; 0 = never.',
  })
  everyGenerations?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    description: 'Share of the population, by fitness, that is compared.',
  })
  eliteShare?: number;

  @DescribedInput(() => Int, { nullable: true, description: 'Randomly sampled train days.' })
  sampledDates?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    description: '|mean cross-sectional correlation| from which only the fitter survives.',
  })
  threshold?: number;

  @DescribedInput(() => CorrelationKindEnum, {
    nullable: true,
    description: 'Correlation of the similarity.',
  })
  similarity?: (typeof CorrelationKindEnum)[keyof typeof CorrelationKindEnum];

  @DescribedInput(() => Float, {
    nullable: true,
    description: 'Share of the vacancies filled with initial programs; the rest are mutated children.',
  })
  initialShare?: number;

  @DescribedInput(() => InitialSourceEnum, {
    nullable: true,
    description: 'Where initial programs come from.',
  })
  initialSource?: (typeof InitialSourceEnum)[keyof typeof InitialSourceEnum];
}

@ObjectType('InitialSize', { description: 'Size of freshly drawn programs, in operators and data leaves.' })
@InputType('InitialSizeInput', { description: 'What is left out takes its default.' })
export class InitialSizeModel {
  @DescribedInput(() => Int, { nullable: true, description: 'Smallest.' })
  minimum?: number;

  @DescribedInput(() => Int, { nullable: true, description: 'Largest.' })
  maximum?: number;
}

@ObjectType('EvolutionSettings', {
  description: 'The ageing evolution: who breeds, how children differ, who dies.',
})
@InputType('EvolutionSettingsInput', { description: 'What is left out takes its default.' })
export class EvolutionSettingsModel {
  @DescribedInput(() => Int, {
    nullable: true,
    description: 'Individuals alive.',
  })
  populationSize?: number;

  @DescribedInput(() => Int, {
    nullable: true,
    description: 'Children a generation; as many of the oldest die. Fewer than the population.',
  })
  childrenPerGeneration?: number;

  @DescribedInput(() => SelectionKindEnum, { nullable: true, description: 'Parent selection.' })
  selection?: (typeof SelectionKindEnum)[keyof typeof SelectionKindEnum];

  @DescribedInput(() => Int, { nullable: true, description: 'k of the tournament.' })
  tournamentSize?: number;

  @DescribedInput(() => MutationWeightsModel, {
    nullable: true,
    description: 'Frequencies of the mutations.',
  })
  mutationWeights?: MutationWeightsModel;

  @DescribedInput(() => CatastropheSettingsModel, {
    nullable: true,
    description: 'The catastrophe (灾难算法).',
  })
  catastrophe?: CatastropheSettingsModel;

  @DescribedInput(() => SearchKindEnum, { nullable: true, description: 'Evolution or the random control.' })
  search?: (typeof SearchKindEnum)[keyof typeof SearchKindEnum];

  @DescribedInput(() => CascadeSettingsModel, {
    nullable: true,
    description: 'The cascade (分级筛选); null = everyone is judged in full.',
  })
  cascade?: CascadeSettingsModel | null;

  @DescribedInput(() => Boolean, {
    nullable: true,
    description:
      'Whether a newborn that behaves like a living program (行为指纹) joins as the shorter of the two.',
  })
  fingerprints?: boolean;

  @DescribedInput(() => InitialSizeModel, { nullable: true, description: 'Size of fresh programs.' })
  initialSize?: InitialSizeModel;
}
