import { Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Day } from '../../platform/graphql/day-scalar.ts';
import { Described } from '../../platform/graphql/described.ts';
import { PeriodModel } from '../experiments/experiment.settings.ts';
import type { SketchedOn } from '../sketches/sketch-requests.ts';

export const CorrelationMethodEnum = { SKETCH: 'SKETCH', EXACT: 'EXACT' } as const;
export type CorrelationMethod = keyof typeof CorrelationMethodEnum;

registerEnumType(CorrelationMethodEnum, {
  name: 'CorrelationMethod',
  description: 'How correlations were found.',
  valuesMap: {
    SKETCH: {
      description:
        'Estimated from sketches: a sample of stocks on each of some days; every estimate has its standard error.',
    },
    EXACT: { description: 'Computed from every stock of the universe on every labelled day of the period.' },
  },
});

@ObjectType('CorrelationGround', { description: 'How correlations were found, and on what days.' })
export class CorrelationGroundModel {
  @Described(() => CorrelationMethodEnum, { description: 'Estimates or exact figures.' })
  method: CorrelationMethod;

  @Described(() => PeriodModel, { description: 'The days that are meant.' })
  period: PeriodModel;

  @Described(() => Day, {
    list: true,
    nullable: true,
    description: 'The days that a sketch looked at; null where it was every labelled day of the period.',
  })
  days: readonly string[] | null;

  @Described(() => Int, {
    nullable: true,
    description: 'Stocks looked at on each of these days; null where it was the whole universe.',
  })
  stocks: number | null;
}

export const groundOf = (
  period: { readonly from: string; readonly to: string },
  on: SketchedOn | null,
): CorrelationGroundModel => ({
  method: on === null ? 'EXACT' : 'SKETCH',
  period,
  days: on?.days ?? null,
  stocks: on?.stocks ?? null,
});
