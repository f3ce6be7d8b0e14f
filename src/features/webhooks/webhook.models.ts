import { Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type { EventKind } from '../../platform/events/event.ts';
import { Described } from '../../platform/graphql/described.ts';
import { Json } from '../../platform/graphql/json-scalar.ts';
import { connectionType, pageType } from '../../platform/paging/connection.ts';
import {
  DELIVERY_STATES,
  type DeliveryState,
  EventKindEnum,
  WEBHOOK_STATES,
  type WebhookState,
} from './webhook.enums.ts';

@ObjectType('Event', { description: 'What happened that somebody outside waits for (事件).' })
export class EventModel {
  @Described(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Described(() => EventKindEnum, { description: 'What happened.' })
  kind: EventKind;

  @Described(() => ID, { description: 'What it happened to: a run, a schedule, a series, a library.' })
  subjectId: string;

  @Described(() => Json, { description: 'What a reader needs to know without asking back.' })
  detail: unknown;

  @Described(() => Date, { description: 'UTC.' })
  at: Date;
}

@ObjectType('Webhook', { description: 'An address outside that is told of events (网络钩子).' })
export class WebhookModel {
  @Described(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Described(() => String, { description: 'For people; unique.' })
  name: string;

  @Described(() => String, { description: 'Where events are posted to.' })
  url: string;

  @Described(() => EventKindEnum, { list: true, description: 'Kinds of events that it is told of.' })
  kinds: EventKind[];

  @Described(() => WEBHOOK_STATES, { description: 'Whether it is told.' })
  state: WebhookState;

  @Described(() => String, { nullable: true, description: 'Why the service disabled it.' })
  reason: string | null;

  @Described(() => Date, { nullable: true, description: 'First failure since the last success, UTC.' })
  failingSince: Date | null;

  @Described(() => Date, {
    nullable: true,
    description: 'Until when the secret before the present one signs as well, UTC.',
  })
  formerSecretUntil: Date | null;

  @Described(() => Date, { description: 'UTC.' })
  createdAt: Date;
}

@ObjectType('WebhookSecret', { description: 'A webhook and its new secret, which is never shown again.' })
export class WebhookSecretModel {
  @Described(() => WebhookModel, { description: 'The webhook.' })
  webhook: WebhookModel;

  @Described(() => String, {
    description: 'Key of the HMAC-SHA256 over `timestamp.body` in the header factormine-signature (v1=HEX).',
  })
  secret: string;
}

@ObjectType('WebhookDelivery', { description: 'One event on its way to one webhook.' })
export class WebhookDeliveryModel {
  @Described(() => ID, {
    description: 'UUIDv7; the same at every attempt, so that receivers know a repetition.',
  })
  id: string;

  @Described(() => ID, { description: 'The webhook.' })
  webhookId: string;

  @Described(() => ID, { description: 'The event.' })
  eventId: string;

  @Described(() => EventKindEnum, { description: 'What happened.' })
  kind: EventKind;

  @Described(() => DELIVERY_STATES, { description: 'Where it stands.' })
  state: DeliveryState;

  @Described(() => Int, { description: 'Attempts so far.' })
  attempts: number;

  @Described(() => Date, { nullable: true, description: 'Next attempt, UTC; null when there is none.' })
  nextAttemptAt: Date | null;

  @Described(() => Date, { description: 'Until when it is tried, UTC.' })
  giveUpAt: Date;

  @Described(() => Date, { description: 'UTC.' })
  createdAt: Date;

  @Described(() => Date, { nullable: true, description: 'When it arrived or was given up, UTC.' })
  finishedAt: Date | null;
}

@ObjectType('WebhookAttempt', { description: 'How one attempt to deliver went.' })
export class WebhookAttemptModel {
  @Described(() => Int, { description: 'From 1.' })
  attempt: number;

  @Described(() => Date, { description: 'UTC.' })
  at: Date;

  @Described(() => Int, { nullable: true, description: 'HTTP status; null where nobody answered.' })
  status: number | null;

  @Described(() => Float, { description: 'Milliseconds until the answer or the failure.' })
  tookMs: number;

  @Described(() => String, { nullable: true, description: 'What went wrong; null where it arrived.' })
  error: string | null;
}

export const EventConnection = connectionType('Event', EventModel);
export const EventPage = pageType('Event', EventModel);
export const WebhookConnection = connectionType('Webhook', WebhookModel);
export const WebhookPage = pageType('Webhook', WebhookModel);
export const WebhookDeliveryConnection = connectionType('WebhookDelivery', WebhookDeliveryModel);
export const WebhookDeliveryPage = pageType('WebhookDelivery', WebhookDeliveryModel);
