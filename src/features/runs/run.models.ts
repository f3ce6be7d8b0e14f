import { Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { Described } from '../../platform/graphql/described.ts';
import { StopConditionsModel } from '../experiments/experiment.settings.ts';
import { RunDirectiveEnum, RunStateEnum, type ShownRunState } from './run.enums.ts';
import { UnlikeModel } from './unlike.inputs.ts';

@ObjectType('WarmStartProgram', { description: 'A program that was handed to a run.' })
export class WarmStartProgramModel {
  @Described(() => String, { description: 'Canonical single line.' })
  formula: string;

  @Described(() => String, { description: 'Where it came from: formula, run:<id>, pool:<id>, library:<id>.' })
  source: string;
}

@ObjectType('RunProgress', { description: 'A run at its last generation boundary.' })
export class RunProgressModel {
  @Described(() => ID, { description: 'The run.' })
  runId: string;

  @Described(() => RunStateEnum, { description: 'Where the run stands.' })
  state: ShownRunState;

  @Described(() => Int, {
    nullable: true,
    description: 'Last committed generation; null before the first population.',
  })
  generation: number | null;

  @Described(() => Int, {
    nullable: true,
    description: 'Generation at which the run stops; null without such a limit.',
  })
  generations: number | null;

  @Described(() => Int, {
    description:
      'Programs judged so far; one counts once while it lives, and again when it is bred anew later.',
  })
  evaluations: number;

  @Described(() => Float, { nullable: true, description: 'Programs judged a second of mining.' })
  evaluationsPerSecond: number | null;

  @Described(() => Float, { nullable: true, description: 'Mean |mean IC| of the population in train.' })
  meanFitness: number | null;

  @Described(() => Float, { nullable: true, description: 'Best |mean IC| alive in train.' })
  bestFitness: number | null;

  @Described(() => String, { nullable: true, description: 'Formula of the best alive.' })
  bestFormula: string | null;

  @Described(() => Float, { nullable: true, description: 'Distinct programs / population size.' })
  diversity: number | null;

  @Described(() => Float, {
    nullable: true,
    description: 'Seconds to the end by the current pace; null when no limit tells.',
  })
  etaSeconds: number | null;
}

@ObjectType('RunEvent', { description: "An entry of a run's log: what users asked and what became of it." })
export class RunEventModel {
  @Described(() => Date, { description: 'When, UTC.' })
  at: Date;

  @Described(() => String, { description: 'Kind of the event, SCREAMING.' })
  kind: string;

  @Described(() => String, { description: 'What happened, for people.' })
  detail: string;
}

@ObjectType('Run', { description: 'One execution of an experiment on a dataset, with its own seed.' })
export class RunModel {
  @Described(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Described(() => String, { nullable: true, description: 'For people.' })
  name: string | null;

  @Described(() => RunStateEnum, { description: 'Where the run stands.' })
  state: ShownRunState;

  @Described(() => RunDirectiveEnum, {
    description: 'What users want of it at the next generation boundary.',
  })
  directive: 'continue' | 'pause' | 'cancel';

  @Described(() => String, { nullable: true, description: 'Why it paused, ended or failed.' })
  reason: string | null;

  @Described(() => ID, { description: 'The market that it mines.' })
  datasetId: string;

  @Described(() => ID, { description: 'The frozen configuration.' })
  experimentId: string;

  @Described(() => ID, { nullable: true, description: 'The schedule that made it, if one did.' })
  scheduleId: string | null;

  @Described(() => ID, {
    nullable: true,
    description: 'The run that this random search of equal budget is the control of (对照).',
  })
  controlOfId: string | null;

  @Described(() => String, { description: 'Equal seeds give equal populations, byte for byte.' })
  seed: string;

  @Described(() => Boolean, {
    description: 'Its first population were mutants of its warm start, to improve it (因子改进).',
  })
  improves: boolean;

  @Described(() => UnlikeModel, {
    nullable: true,
    description: 'Known factors that it keeps away from (残差挖掘); null = none.',
  })
  unlike: UnlikeModel | null;

  @Described(() => StopConditionsModel, { description: 'Its limits, with extensions.' })
  stop: StopConditionsModel;

  @Described(() => Int, {
    nullable: true,
    description: 'Last committed generation; null before the first population.',
  })
  generation: number | null;

  @Described(() => Int, {
    description:
      'Programs judged so far; one counts once while it lives, and again when it is bred anew later.',
  })
  evaluations: number;

  @Described(() => Float, { nullable: true, description: 'Best |mean IC| in train that the run ever had.' })
  bestEverFitness: number | null;

  @Described(() => String, { nullable: true, description: 'Formula of the best ever.' })
  bestEverFormula: string | null;

  @Described(() => String, {
    nullable: true,
    description: 'SHA-256 of the living population: equal for equal seeds, on any machine.',
  })
  populationHash: string | null;

  @Described(() => Float, { description: 'Seconds of mining, pauses not counted.' })
  minedSeconds: number;

  @Described(() => Date, { description: 'UTC.' })
  createdAt: Date;

  @Described(() => Date, { nullable: true, description: 'First claim by a worker, UTC.' })
  startedAt: Date | null;

  @Described(() => Date, { nullable: true, description: 'End for good, or completion, UTC.' })
  finishedAt: Date | null;
}
