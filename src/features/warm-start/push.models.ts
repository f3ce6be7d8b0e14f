import { ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Described } from '../../platform/graphql/described.ts';

export const PUSH_OUTCOMES = {
  ACCEPTED: 'ACCEPTED',
  DUPLICATE: 'DUPLICATE',
  ALIKE: 'ALIKE',
  REFUSED: 'REFUSED',
} as const;
export type PushOutcome = keyof typeof PUSH_OUTCOMES;

registerEnumType(PUSH_OUTCOMES, {
  name: 'PushOutcome',
  description: 'What became of an uploaded line.',
  valuesMap: {
    ACCEPTED: { description: 'It is a formula that the list did not have.' },
    DUPLICATE: { description: 'The list, or an earlier line, has a formula of the same canonical form.' },
    ALIKE: { description: 'It behaves like a program of the list or of an earlier line.' },
    REFUSED: { description: 'It is no formula of this market; code and position say why.' },
  },
});

@ObjectType('PushedLine', { description: 'What became of an uploaded line.' })
export class PushedLineModel {
  @Described(() => Int, { description: 'From 1, as it was sent; empty lines and comments are counted too.' })
  line: number;

  @Described(() => PUSH_OUTCOMES, { description: 'What became of it.' })
  outcome: PushOutcome;

  @Described(() => String, { nullable: true, description: 'Canonical form; null where it is no formula.' })
  formula: string | null;

  @Described(() => ID, { nullable: true, description: 'The factor; null where it is no formula.' })
  factorId: string | null;

  @Described(() => String, { nullable: true, description: 'Why it was refused: a stable code, FORMULA_*.' })
  code: string | null;

  @Described(() => String, { nullable: true, description: 'The same in words.' })
  message: string | null;

  @Described(() => String, { nullable: true, description: 'What was expected there.' })
  expected: string | null;

  @Described(() => Int, { nullable: true, description: 'First offending character of the line, from 0.' })
  start: number | null;

  @Described(() => Int, { nullable: true, description: 'End of the offending part, exclusive.' })
  end: number | null;
}

@ObjectType('PushResult', { description: 'What became of an upload, line by line.' })
export class PushResultModel {
  @Described(() => Boolean, { description: 'Whether anything was kept: false where it was all or nothing.' })
  kept: boolean;

  @Described(() => Int, { description: 'Lines that are, or would have been, new in the list.' })
  accepted: number;

  @Described(() => Int, { description: 'Lines that were in it already, or behave like what is.' })
  duplicates: number;

  @Described(() => Int, { description: 'Lines that are no formula of this market.' })
  refused: number;

  @Described(() => PushedLineModel, { list: true, description: 'In the order of the lines.' })
  lines: PushedLineModel[];
}
