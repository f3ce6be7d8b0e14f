import { Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { Described } from '../../platform/graphql/described.ts';
import { BadRowReasonEnum, ImportPhaseEnum, ImportStateEnum } from './import.enums.ts';

@ObjectType('Import', { description: 'One attempt to import files 导入; all or nothing.' })
export class ImportModel {
  @Described(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Described(() => String, { description: 'What the dataset is called.' })
  name: string;

  @Described(() => String, { description: 'Name of the series that it begins or continues.' })
  series: string;

  @Described(() => ImportStateEnum, { description: 'Where it stands.' })
  state: string;

  @Described(() => Float, { description: 'Share done, 0 to 1.' })
  progress: number;

  @Described(() => ImportPhaseEnum, { nullable: true, description: 'What it does; null unless it runs.' })
  phase: string | null;

  @Described(() => Float, { nullable: true, description: 'Bytes of its files that were read, as stored.' })
  bytesRead: number | null;

  @Described(() => Float, { nullable: true, description: 'Bytes of all its files; null before it began.' })
  bytesTotal: number | null;

  @Described(() => String, { nullable: true, description: 'Why it failed, with the way out.' })
  reason: string | null;

  @Described(() => ID, {
    nullable: true,
    description: 'What it made, or the dataset of equal content that was there; null until it is completed.',
  })
  datasetId: string | null;

  @Described(() => Int, { nullable: true, description: 'Rows that were read so far; null before it began.' })
  rows: number | null;

  @Described(() => Int, { nullable: true, description: 'Rows that cannot be taken; see the bad-row report.' })
  badRows: number | null;

  @Described(() => Date, { description: 'UTC.' })
  createdAt: Date;

  @Described(() => Date, { nullable: true, description: 'UTC.' })
  finishedAt: Date | null;
}

@ObjectType('BadRow', { description: 'A row that cannot be taken.' })
export class BadRowModel {
  @Described(() => String, { description: 'File.' })
  file: string;

  @Described(() => Int, { description: 'Line of a text file or row of a Parquet file, from 1.' })
  line: number;

  @Described(() => String, { description: 'Column.' })
  column: string;

  @Described(() => String, { description: 'What stood there, cut to 60 characters.' })
  value: string;

  @Described(() => BadRowReasonEnum, { description: 'Why it cannot be taken.' })
  reason: string;
}

@ObjectType('BadRowCount', { description: 'Bad rows of one kind.' })
export class BadRowCountModel {
  @Described(() => BadRowReasonEnum, { description: 'Why they cannot be taken.' })
  reason: string;

  @Described(() => Int, { description: 'How many.' })
  count: number;
}

@ObjectType('BadRowReport', { description: 'What was wrong with the rows of an import.' })
export class BadRowReportModel {
  @Described(() => Int, { description: 'Rows that were read.' })
  rows: number;

  @Described(() => Int, { description: 'Rows that cannot be taken.' })
  badRows: number;

  @Described(() => BadRowCountModel, { list: true, description: 'All of them, by kind.' })
  counts: BadRowCountModel[];

  @Described(() => BadRowModel, { list: true, description: 'The first 1,000.' })
  first: BadRowModel[];
}
