import { Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Described } from '../../platform/graphql/described.ts';
import { DATASET_USER_KINDS, type DatasetUser } from './dataset-use.store.ts';
import { UNUSED_KINDS, type UnusedFiles } from './unused-files.service.ts';

const namesOf = <T extends string>(values: readonly T[]) =>
  Object.fromEntries(values.map((name) => [name, name])) as Readonly<Record<T, T>>;

const DatasetUserKind = namesOf(DATASET_USER_KINDS);
const UnusedKind = namesOf(UNUSED_KINDS);

registerEnumType(DatasetUserKind, {
  name: 'DatasetUserKind',
  description: 'What would miss a dataset.',
  valuesMap: {
    RUN: { description: 'A run that is not over.' },
    SCHEDULE: { description: 'A schedule whose next run would mine it.' },
    LIBRARY: { description: 'A library whose rules measure on it.' },
    POOL: { description: 'A warm-start pool whose query reads it.' },
  },
});

registerEnumType(UnusedKind, {
  name: 'UnusedFilesKind',
  description: 'What files were.',
  valuesMap: {
    DATASET: { description: 'Panels of a dataset that is not registered.' },
    IMPORTED_VALUES: { description: 'Imported values that are not registered, or no more.' },
    UNFINISHED_IMPORT: { description: 'What an import that was killed left.' },
    EXPORT: { description: 'Values that an export left.' },
    REDUCTION: { description: 'Daily reductions of minute bars; made anew when they are needed.' },
  },
});

@ObjectType('DatasetUser', { description: 'What would miss a dataset.' })
export class DatasetUserModel {
  @Described(() => DatasetUserKind, { description: 'What it is.' })
  kind: DatasetUser['kind'];

  @Described(() => ID, { description: 'Its id.' })
  id: string;

  @Described(() => String, { nullable: true, description: 'Its name, if it has one.' })
  name: string | null;

  @Described(() => String, { description: 'Why it would, in words.' })
  why: string;
}

@ObjectType('DependentRows', { description: 'Rows of the store that go with a dataset.' })
export class DependentRowsModel {
  @Described(() => Float, { description: 'Runs on it, over or not.' })
  runs: number;

  @Described(() => Float, { description: 'Generations of those runs.' })
  generations: number;

  @Described(() => Float, { description: 'Individuals of those runs.' })
  individuals: number;

  @Described(() => Float, { description: 'Lineage edges of those runs; factors themselves stay.' })
  lineageEdges: number;

  @Described(() => Float, {
    description:
      'Evaluations first measured on it; later datasets of its series that share them measure again.',
  })
  evaluations: number;

  @Described(() => Float, { description: 'Scores of cascade tiers on it.' })
  tierScores: number;

  @Described(() => Float, { description: 'Sketches of factors on it.' })
  sketches: number;

  @Described(() => Float, { description: 'Kept tear sheets on it.' })
  tearSheets: number;
}

@ObjectType('DatasetUse', { description: "What a dataset's deletion takes along." })
export class DatasetUseModel {
  @Described(() => ID, { description: 'Of the dataset.' })
  datasetId: string;

  @Described(() => String, { description: 'Its name, which confirms a deletion.' })
  name: string;

  @Described(() => String, { description: 'Its content hash, which confirms a deletion as well.' })
  hash: string;

  @Described(() => DependentRowsModel, { description: 'Rows that go with it.' })
  rows: DependentRowsModel;

  @Described(() => Float, { description: 'Files of its panels and minute tiles.' })
  files: number;

  @Described(() => Float, { description: 'Bytes of those files.' })
  bytes: number;

  @Described(() => DatasetUserModel, { list: true, description: 'What would miss it; must be forced.' })
  users: readonly DatasetUserModel[];
}

@ObjectType('UnusedFiles', { description: 'A file or folder to which nothing points any more.' })
export class UnusedFilesModel {
  @Described(() => UnusedKind, { description: 'What it was.' })
  kind: UnusedFiles['kind'];

  @Described(() => String, { description: 'Where it is, below the data folder.' })
  path: string;

  @Described(() => Int, { description: 'Files in it.' })
  files: number;

  @Described(() => Float, { description: 'Bytes of them.' })
  bytes: number;

  @Described(() => Date, { description: 'When anything in it was last written, UTC.' })
  changedAt: Date;
}
