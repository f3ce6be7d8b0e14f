import { ID, InputType } from '@nestjs/graphql';
import { DescribedInput } from '../../platform/graphql/described.ts';
import {
  ExperimentInput,
  ExperimentTemplateInput,
  PeriodsModel,
  StopConditionsModel,
} from '../experiments/experiment.settings.ts';
import { UnlikeInput } from './unlike.inputs.ts';
import { WarmStartInput } from './warm-start.inputs.ts';

@InputType('CreateRunInput', { description: 'One execution of an experiment on a dataset.' })
export class CreateRunInput {
  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 200,
    description: 'For people; need not be unique.',
  })
  name?: string;

  @DescribedInput(() => ID, { nullable: true, description: 'The market to mine. Either this or seriesId.' })
  datasetId?: string;

  @DescribedInput(() => ID, {
    nullable: true,
    description: 'A series: its latest dataset is taken, once and for all.',
  })
  seriesId?: string;

  @DescribedInput(() => ID, {
    nullable: true,
    description: 'A stored experiment. Either this or experiment.',
  })
  experimentId?: string;

  @DescribedInput(() => ExperimentInput, {
    nullable: true,
    description: 'A configuration given here; stored as an experiment.',
  })
  experiment?: ExperimentInput;

  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 100,
    description:
      'Any text: equal seeds give equal populations, byte for byte. Drawn and stored when left out.',
  })
  seed?: string;

  @DescribedInput(() => WarmStartInput, {
    nullable: true,
    description: 'Programs that join the first population.',
  })
  warmStart?: WarmStartInput;

  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 4096,
    description:
      'A formula to improve (因子改进): it and its linked mutants are the first population; `improvement` tells the chain.',
  })
  improve?: string;

  @DescribedInput(() => UnlikeInput, {
    nullable: true,
    description: 'Known factors that what is mined must not repeat (残差挖掘), frozen now.',
  })
  unlike?: UnlikeInput;

  @DescribedInput(() => StopConditionsModel, {
    nullable: true,
    description: "Limits of this run; what is left out is the experiment's.",
  })
  stop?: StopConditionsModel;

  @DescribedInput(() => Boolean, { nullable: true, description: 'Start at once; false unless told.' })
  start?: boolean;

  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 200,
    description:
      'The same key gives the same run: a call may be repeated after a lost answer. REST: header Idempotency-Key.',
  })
  idempotencyKey?: string;
}

@InputType('CloneSettingsInput', {
  description: 'Settings that replace those of the earlier run, at any depth; lists are replaced whole.',
})
export class CloneSettingsInput extends ExperimentTemplateInput {
  @DescribedInput(() => PeriodsModel, { nullable: true, description: 'Train, validation and test.' })
  periods?: PeriodsModel;
}

@InputType('CloneRunInput', { description: 'What is to be different from the earlier run (克隆).' })
export class CloneRunInput {
  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 200,
    description: "For people; the earlier run's unless told.",
  })
  name?: string;

  @DescribedInput(() => ID, { nullable: true, description: "Another market; the earlier run's unless told." })
  datasetId?: string;

  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 100,
    description: "Drawn anew unless told; the earlier run's own seed gives the same bytes again.",
  })
  seed?: string;

  @DescribedInput(() => CloneSettingsInput, { nullable: true, description: 'Settings to replace.' })
  experiment?: CloneSettingsInput;

  @DescribedInput(() => StopConditionsModel, {
    nullable: true,
    description: 'Limits to replace; null lifts a limit.',
  })
  stop?: StopConditionsModel;

  @DescribedInput(() => Boolean, {
    nullable: true,
    description: 'Hand over the programs that the earlier run was given; true unless told.',
  })
  warmStart?: boolean;

  @DescribedInput(() => Boolean, { nullable: true, description: 'Start at once; false unless told.' })
  start?: boolean;
}
