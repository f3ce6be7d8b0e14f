import type { Type } from '@nestjs/common';
import { DatasetLoaders } from '../datasets/dataset.loaders.ts';
import { DatasetModel, SeriesModel } from '../datasets/dataset.models.ts';
import { ImportModel } from '../datasets/import.models.ts';
import { ExperimentLoaders } from '../experiments/experiment.loaders.ts';
import { ExperimentModel } from '../experiments/experiment.models.ts';
import { FactorLoaders } from '../factors/factor.loaders.ts';
import { EvaluationModel, FactorModel } from '../factors/factor.models.ts';
import { LineageNodeModel } from '../factors/lineage.models.ts';
import { ImportedValuesModel } from '../imported-values/imported-values.models.ts';
import { LibraryLoaders } from '../libraries/library.loaders.ts';
import { LibraryMemberModel, LibraryModel, LibraryRulesModel } from '../libraries/library.models.ts';
import { MemberCorrelationModel } from '../libraries/library-correlation.models.ts';
import {
  CompositeMemberModel,
  LibraryChangeModel,
  LibraryDecisionModel,
  LibrarySignalsModel,
  MemberHealthModel,
  MemberSignalModel,
} from '../libraries/library-process.models.ts';
import { BatchFactorModel } from '../runs/batch/batch.models.ts';
import { SharedFactorModel } from '../runs/comparison/comparison.models.ts';
import { GenerationModel } from '../runs/generation.models.ts';
import { ImprovementStepModel } from '../runs/improvement/improvement.models.ts';
import { RunLoaders } from '../runs/run.loaders.ts';
import { RunModel } from '../runs/run.models.ts';
import { ScheduleLoaders } from '../schedules/schedule.loaders.ts';
import { AdmissionStepModel, ScheduleModel } from '../schedules/schedule.models.ts';
import { TearSheetModel } from '../tear-sheets/tear-sheet.models.ts';
import { TestLookModel } from '../test-looks/test-look.models.ts';
import { PoolScheduleUseModel, PoolUseModel } from '../warm-start/pool.models.ts';
import { resolverOf, type Way } from './way.ts';

type By<P> = Extract<keyof P, `${string}Id`>;

/** A way to objects of one kind, by their loader. */
const to =
  <L extends object>(model: Type<object>, loaders: Type<L>, loader: Way<object, L>['loader']) =>
  <P extends object>(from: Type<P>, by: By<P>, description: string): Type<object> =>
    resolverOf<P, L>({ from, by, to: model, loaders, loader, description });

const toDataset = to(DatasetModel, DatasetLoaders, ({ dataset }) => dataset);
const toSeries = to(SeriesModel, DatasetLoaders, ({ series }) => series);
const toExperiment = to(ExperimentModel, ExperimentLoaders, ({ experiment }) => experiment);
const toFactor = to(FactorModel, FactorLoaders, ({ factor }) => factor);
const toLibrary = to(LibraryModel, LibraryLoaders, ({ library }) => library);
const toRun = to(RunModel, RunLoaders, ({ run }) => run);
const toSchedule = to(ScheduleModel, ScheduleLoaders, ({ schedule }) => schedule);

/** From what names another object by its id to that object: the whole map. */
export const WAYS: readonly Type<object>[] = [
  toSeries(DatasetModel, 'seriesId', 'The series that it belongs to'),
  toDataset(SeriesModel, 'latestDatasetId', 'Its latest dataset'),
  toDataset(ImportModel, 'datasetId', 'What it made'),
  toSeries(ImportedValuesModel, 'seriesId', 'The series whose days and symbols they have'),
  toDataset(RunModel, 'datasetId', 'The market that it mines'),
  toExperiment(RunModel, 'experimentId', 'Its frozen configuration'),
  toSchedule(RunModel, 'scheduleId', 'The schedule that made it'),
  toRun(RunModel, 'controlOfId', 'The run whose budget this random search has'),
  toRun(GenerationModel, 'runId', 'The run'),
  toDataset(EvaluationModel, 'datasetId', 'The market that was first measured on'),
  toFactor(LineageNodeModel, 'factorId', 'The factor'),
  toFactor(BatchFactorModel, 'factorId', 'The factor'),
  toFactor(SharedFactorModel, 'factorId', 'The factor'),
  toFactor(ImprovementStepModel, 'factorId', 'The factor'),
  toFactor(TearSheetModel, 'factorId', 'The factor'),
  toDataset(TearSheetModel, 'datasetId', 'The market'),
  toLibrary(LibraryMemberModel, 'libraryId', 'The library'),
  toDataset(LibraryRulesModel, 'datasetId', 'The market'),
  toDataset(LibrarySignalsModel, 'datasetId', 'The dataset that brought the days'),
  toFactor(LibraryChangeModel, 'factorId', 'Who joined or left'),
  toFactor(LibraryDecisionModel, 'factorId', 'The candidate'),
  toFactor(MemberHealthModel, 'factorId', 'The member'),
  toDataset(MemberHealthModel, 'datasetId', 'The dataset that brought the days'),
  toFactor(MemberSignalModel, 'factorId', 'The member'),
  toFactor(MemberCorrelationModel, 'factorId', 'The member'),
  toFactor(CompositeMemberModel, 'factorId', 'The member'),
  toSeries(ScheduleModel, 'seriesId', 'The series whose latest dataset it mines'),
  toLibrary(AdmissionStepModel, 'libraryId', 'The library, whose rules decide'),
  toRun(PoolUseModel, 'runId', 'The run'),
  toSchedule(PoolScheduleUseModel, 'scheduleId', 'The schedule'),
  toDataset(TestLookModel, 'datasetId', 'The market'),
  toSeries(TestLookModel, 'seriesId', 'The series'),
  toRun(TestLookModel, 'runId', 'The run whose test period was asked for by name'),
];
