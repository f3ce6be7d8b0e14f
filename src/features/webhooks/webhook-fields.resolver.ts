import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import { type Connection, connectionRequest, toConnection } from '../../platform/paging/connection.ts';
import { WebhookLoaders } from './webhook.loaders.ts';
import {
  EventModel,
  WebhookAttemptModel,
  WebhookDeliveryConnection,
  WebhookDeliveryModel,
  WebhookModel,
} from './webhook.models.ts';
import type { AttemptRecord, DeliveryRecord, EventRecord } from './webhook-deliveries.store.ts';
import { DeliveriesArgs } from './webhook-list.args.ts';
import type { WebhookRecord } from './webhooks.store.ts';

/** What hangs on a webhook. */
@Resolver(() => WebhookModel)
export class WebhookFieldsResolver {
  constructor(private readonly loaders: WebhookLoaders) {}

  @ResolveField(() => WebhookDeliveryConnection, {
    description: 'What it was told and is to be told, newest first; kept for 30 days.',
  })
  @Access('operator')
  async deliveries(
    @Parent() webhook: WebhookRecord,
    @Args() args: DeliveriesArgs,
  ): Promise<Connection<DeliveryRecord>> {
    const wish = { webhookId: webhook.id, state: args.state ?? null, page: connectionRequest(args) };
    return toConnection(await this.loaders.deliveries.load(wish), ({ id }) => [id]);
  }
}

/** What hangs on a delivery. */
@Resolver(() => WebhookDeliveryModel)
export class WebhookDeliveryFieldsResolver {
  constructor(private readonly loaders: WebhookLoaders) {}

  @ResolveField(() => WebhookModel, { nullable: true, description: 'The webhook.' })
  @Access('operator')
  webhook(delivery: DeliveryRecord): Promise<WebhookRecord | null> {
    return this.loaders.webhook.load(delivery.webhookId);
  }

  @ResolveField(() => EventModel, { nullable: true, description: 'What happened.' })
  @Access('operator')
  event(delivery: DeliveryRecord): Promise<EventRecord | null> {
    return this.loaders.event.load(delivery.eventId);
  }

  @ResolveField(() => [WebhookAttemptModel], { description: 'How each attempt went, first first.' })
  @Access('operator')
  log(delivery: DeliveryRecord): Promise<AttemptRecord[]> {
    return this.loaders.attempts.load(delivery.id);
  }
}
