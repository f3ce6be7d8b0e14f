import { InputType } from '@nestjs/graphql';
import type { EventKind } from '../../platform/events/event.ts';
import { DescribedInput } from '../../platform/graphql/described.ts';
import { EventKindEnum } from './webhook.enums.ts';

@InputType('CreateWebhookInput', { description: 'An address outside that is to be told of events.' })
export class CreateWebhookInput {
  @DescribedInput(() => String, { maximumLength: 200, description: 'For people; unique.' })
  name: string;

  @DescribedInput(() => String, {
    maximumLength: 2000,
    description: 'Where events are posted to, https:// or http://; an address that the service may call.',
  })
  url: string;

  @DescribedInput(() => EventKindEnum, {
    list: true,
    description: 'Kinds of events that it is told of; at least one, PING excepted.',
  })
  kinds: EventKind[];
}

@InputType('UpdateWebhookInput', { description: 'What is to change; what is left out stays.' })
export class UpdateWebhookInput {
  @DescribedInput(() => String, { nullable: true, maximumLength: 200, description: 'For people; unique.' })
  name?: string;

  @DescribedInput(() => String, { nullable: true, maximumLength: 2000, description: 'Where to post to.' })
  url?: string;

  @DescribedInput(() => EventKindEnum, { nullable: true, list: true, description: 'Kinds of events.' })
  kinds?: EventKind[];
}
