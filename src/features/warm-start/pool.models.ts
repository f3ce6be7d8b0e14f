import { Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Described } from '../../platform/graphql/described.ts';
import { Json } from '../../platform/graphql/json-scalar.ts';
import { connectionType, pageType } from '../../platform/paging/connection.ts';

export const PoolKindEnum = { QUERY: 'QUERY', LIST: 'LIST' } as const;
export type PoolKind = keyof typeof PoolKindEnum;

registerEnumType(PoolKindEnum, {
  name: 'PoolKind',
  description: 'How a pool finds its programs.',
  valuesMap: {
    QUERY: {
      description: 'By a query or sources that are asked anew each time: tonight may answer otherwise.',
    },
    LIST: {
      description: 'By a list that changes only when somebody changes it: typed, uploaded or a snapshot.',
    },
  },
});

@ObjectType('WarmStartPool', {
  description: 'A saved query or list that hands programs to new runs (热启动池).',
})
export class WarmStartPoolModel {
  @Described(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Described(() => String, { description: 'For people; unique.' })
  name: string;

  @Described(() => PoolKindEnum, { description: 'Query or list.' })
  kind: PoolKind;

  @Described(() => Json, { nullable: true, description: 'The query, or the sources; null for a list.' })
  query: unknown;

  @Described(() => Json, {
    nullable: true,
    description: 'Of a list that is a snapshot: what was asked, and when; else null.',
  })
  snapshotOf: unknown;

  @Described(() => Int, { nullable: true, description: 'Programs of a list; null for a query.' })
  size: number | null;

  @Described(() => Date, { description: 'UTC.' })
  createdAt: Date;

  @Described(() => Date, { nullable: true, description: 'Last change, UTC; null where there was none.' })
  changedAt: Date | null;
}

@ObjectType('PoolProgram', { description: 'A program as a pool hands it out now.' })
export class PoolProgramModel {
  @Described(() => ID, {
    description: 'The factor. Of a program grown at random: the id that it has once it is stored.',
  })
  factorId: string;

  @Described(() => String, { description: 'Canonical single line.' })
  formula: string;

  @Described(() => Float, { nullable: true, description: "The query's metric; null in a list." })
  value: number | null;

  @Described(() => String, {
    description: 'Where it came from: top, run:ID, library:ID, pool:ID, formulas, random, upload or list.',
  })
  source: string;

  @Described(() => Json, { description: 'The program as JSON: setup, predict, learn, output.' })
  program: unknown;
}

@ObjectType('PoolSourceTally', { description: 'What a source gave to a pool, and what of it was left out.' })
export class PoolSourceTallyModel {
  @Described(() => String, {
    description: 'The source: top, run:ID, library:ID, pool:ID, formulas or random.',
  })
  source: string;

  @Described(() => Int, { description: 'At most so many from here.' })
  quota: number;

  @Described(() => Int, { description: 'Programs that it offered and that were looked at.' })
  offered: number;

  @Described(() => Int, { description: 'Of these: canonical form that an earlier source had given.' })
  duplicates: number;

  @Described(() => Int, { description: 'Of these: fields that the market of the comparison does not have.' })
  unfit: number;

  @Described(() => Int, { description: 'Of these: behaves like a program that was taken before it.' })
  alike: number;

  @Described(() => Int, { description: 'Of these: taken.' })
  taken: number;
}

@ObjectType('PoolContents', { description: 'What a pool hands out now, and how it came to that.' })
export class PoolContentsModel {
  @Described(() => PoolProgramModel, { list: true, description: 'In the order of the sources.' })
  programs: PoolProgramModel[];

  @Described(() => PoolSourceTallyModel, { list: true, description: 'One a source; none for a list.' })
  sources: PoolSourceTallyModel[];

  @Described(() => Float, {
    nullable: true,
    description: 'Largest |rank correlation| of any two; null where behaviour was not compared.',
  })
  maximumCorrelation: number | null;
}

@ObjectType('PoolUse', { description: 'A run that started from a pool.' })
export class PoolUseModel {
  @Described(() => ID, { description: 'The run.' })
  runId: string;

  @Described(() => String, { nullable: true, description: 'Its name.' })
  name: string | null;

  @Described(() => Int, { description: 'Programs that it took from the pool and from no earlier source.' })
  programs: number;

  @Described(() => Date, { description: 'When it was created, UTC.' })
  createdAt: Date;
}

@ObjectType('PoolScheduleUse', { description: 'A schedule whose runs start from a pool.' })
export class PoolScheduleUseModel {
  @Described(() => ID, { description: 'The schedule.' })
  scheduleId: string;

  @Described(() => String, { description: 'Its name.' })
  name: string;
}

export const PoolConnection = connectionType('WarmStartPool', WarmStartPoolModel);
export const PoolPage = pageType('WarmStartPool', WarmStartPoolModel);
export const PoolUseConnection = connectionType('PoolUse', PoolUseModel);
export const PoolUsePage = pageType('PoolUse', PoolUseModel);
