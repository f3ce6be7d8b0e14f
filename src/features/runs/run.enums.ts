import { registerEnumType } from '@nestjs/graphql';

/** What users see. STALLED is derived: RUNNING by the row, but its owner's lease has expired. */
export const RunStateEnum = {
  CREATED: 'CREATED',
  QUEUED: 'QUEUED',
  RUNNING: 'RUNNING',
  STALLED: 'STALLED',
  PAUSED: 'PAUSED',
  COMPLETED: 'COMPLETED',
  CANCELLED: 'CANCELLED',
  FAILED: 'FAILED',
} as const;
export type ShownRunState = keyof typeof RunStateEnum;

registerEnumType(RunStateEnum, {
  name: 'RunState',
  description: 'Where a run stands.',
  valuesMap: {
    CREATED: { description: 'Waits for its start.' },
    QUEUED: { description: 'Waits for a worker.' },
    RUNNING: { description: 'A worker mines it and shows signs of life.' },
    STALLED: {
      description: 'Its worker shows no sign of life; another takes over by itself. Not a failure.',
    },
    PAUSED: { description: 'Stopped after a generation; may be resumed.' },
    COMPLETED: { description: 'A stop condition was met; may be resumed once its limits are extended.' },
    CANCELLED: { description: 'Ended for good by a user; its results are kept.' },
    FAILED: { description: 'Ended for good by a fault; the reason says which.' },
  },
});

export const RunDirectiveEnum = { CONTINUE: 'continue', PAUSE: 'pause', CANCEL: 'cancel' } as const;
registerEnumType(RunDirectiveEnum, {
  name: 'RunDirective',
  description: 'What users want of a run; followed at the next generation boundary.',
  valuesMap: {
    CONTINUE: { description: 'Go on.' },
    PAUSE: { description: 'Pause at the next generation boundary.' },
    CANCEL: { description: 'End for good at the next generation boundary.' },
  },
});

export const PopulationOrderEnum = { FITNESS: 'FITNESS', AGE: 'AGE' } as const;
registerEnumType(PopulationOrderEnum, {
  name: 'PopulationOrder',
  description: 'The fittest first, or the youngest.',
  valuesMap: { AGE: { description: 'The youngest first.' }, FITNESS: { description: 'The fittest first.' } },
});
