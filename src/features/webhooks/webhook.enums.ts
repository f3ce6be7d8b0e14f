import { registerEnumType } from '@nestjs/graphql';
import { EVENT_KINDS, type EventKind } from '../../platform/events/event.ts';

export const EventKindEnum = Object.fromEntries(EVENT_KINDS.map((kind) => [kind, kind])) as Readonly<
  Record<EventKind, EventKind>
>;

registerEnumType(EventKindEnum, {
  name: 'EventKind',
  description: 'What happened that somebody outside waits for.',
  valuesMap: {
    RUN_FINISHED: { description: 'A run is completed or cancelled; its results are kept. Subject: the run.' },
    RUN_FAILED: { description: 'A run failed, with its reason. Subject: the run.' },
    SCHEDULE_MISSED: {
      description: 'Slots of a schedule passed while no worker was up. Subject: the schedule.',
    },
    DATA_STALE: {
      description: 'A schedule was due and its series has had no new day for too long. Subject: the series.',
    },
    MEMBER_FADED: { description: 'A member of a library lost its IC (因子衰减). Subject: the library.' },
    SIGNALS_READY: { description: "Today's values of a library's members are there. Subject: the library." },
    SCHEDULE_PAUSED: { description: 'A schedule paused itself after failures. Subject: the schedule.' },
    ADMISSION_DECIDED: {
      description:
        'What a night put forward for a library is decided, or could not be. Subject: the schedule.',
    },
    PING: { description: 'A test that somebody asked for; sent to one webhook alone. Subject: the webhook.' },
  },
});

export const WEBHOOK_STATES = { ACTIVE: 'ACTIVE', PAUSED: 'PAUSED', DISABLED: 'DISABLED' } as const;
export type WebhookState = keyof typeof WEBHOOK_STATES;

registerEnumType(WEBHOOK_STATES, {
  name: 'WebhookState',
  description: 'Whether a webhook is told of events.',
  valuesMap: {
    ACTIVE: { description: 'It is told.' },
    PAUSED: { description: 'Somebody paused it: its deliveries wait, until they are given up.' },
    DISABLED: {
      description: 'Nothing arrived for three days, or it answered 410: as paused, by the service.',
    },
  },
});

export const DELIVERY_STATES = { WAITING: 'WAITING', DELIVERED: 'DELIVERED', GIVEN_UP: 'GIVEN_UP' } as const;
export type DeliveryState = keyof typeof DELIVERY_STATES;

registerEnumType(DELIVERY_STATES, {
  name: 'DeliveryState',
  description: 'Where a delivery stands.',
  valuesMap: {
    WAITING: { description: 'To be sent, or sent again.' },
    DELIVERED: { description: 'The receiver answered 2xx.' },
    GIVEN_UP: { description: 'It did not arrive within 24 hours; it can be sent again by hand.' },
  },
});
