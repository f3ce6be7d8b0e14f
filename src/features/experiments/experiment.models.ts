import { ID, InputType, ObjectType } from '@nestjs/graphql';
import { Described, DescribedInput } from '../../platform/graphql/described.ts';
import { ExperimentConfigurationModel, ExperimentInput } from './experiment.settings.ts';

@ObjectType('Experiment', {
  description: 'A validated, frozen configuration of search space and method, named by its hash.',
})
export class ExperimentModel {
  @Described(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Described(() => String, {
    description: 'SHA-256 of the configuration: equal configurations are one experiment.',
  })
  hash: string;

  @Described(() => String, { nullable: true, description: 'For people: the name that it was first given.' })
  name: string | null;

  @Described(() => ExperimentConfigurationModel, { description: 'Every setting, defaults filled in.' })
  configuration: ExperimentConfigurationModel;

  @Described(() => Date, { description: 'UTC.' })
  createdAt: Date;
}

@InputType('CreateExperimentInput', { description: 'A configuration to be frozen.' })
export class CreateExperimentInput {
  @DescribedInput(() => String, { nullable: true, maximumLength: 200, description: 'For people.' })
  name?: string;

  @DescribedInput(() => ExperimentInput, { description: 'Partial: what is left out takes its default.' })
  configuration: ExperimentInput;
}
