import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import { ShowsASecret } from '../../platform/auth/idempotent-calls.ts';
import {
  type Connection,
  ConnectionArgs,
  connectionRequest,
  toConnection,
} from '../../platform/paging/connection.ts';
import { CreateWebhookInput, UpdateWebhookInput } from './webhook.inputs.ts';
import {
  EventConnection,
  WebhookConnection,
  WebhookDeliveryModel,
  WebhookModel,
  WebhookSecretModel,
} from './webhook.models.ts';
import type { DeliveryRecord, EventRecord } from './webhook-deliveries.store.ts';
import { EventsArgs } from './webhook-list.args.ts';
import { type WebhookSecret, WebhooksService } from './webhooks.service.ts';
import type { WebhookRecord } from './webhooks.store.ts';

const WEBHOOK_ID = { type: () => ID, description: 'Of the webhook.' };
const DELIVERY_ID = { type: () => ID, description: 'Of the delivery.' };

@Resolver(() => WebhookModel)
export class WebhooksResolver {
  constructor(private readonly webhooks: WebhooksService) {}

  @Query(() => EventConnection, {
    description: 'What happened that somebody outside waits for (事件), newest first.',
  })
  @Access('viewer')
  async events(@Args() args: EventsArgs): Promise<Connection<EventRecord>> {
    return toConnection(await this.webhooks.events(args, connectionRequest(args)), ({ id }) => [id]);
  }

  @Query(() => WebhookConnection, { name: 'webhooks', description: 'Webhooks (网络钩子), newest first.' })
  @Access('operator')
  async list(@Args() args: ConnectionArgs): Promise<Connection<WebhookRecord>> {
    return toConnection(await this.webhooks.list(connectionRequest(args)), ({ id }) => [id]);
  }

  @Query(() => WebhookModel, { description: 'One webhook.' })
  @Access('operator')
  webhook(@Args('id', WEBHOOK_ID) id: string): Promise<WebhookRecord> {
    return this.webhooks.get(id);
  }

  @Query(() => WebhookDeliveryModel, { description: 'One delivery of a webhook.' })
  @Access('operator')
  webhookDelivery(@Args('id', DELIVERY_ID) id: string): Promise<DeliveryRecord> {
    return this.webhooks.delivery(id);
  }

  @ShowsASecret()
  @Mutation(() => WebhookSecretModel, {
    description: 'An address that is told of events. Its secret is shown here and never again.',
  })
  @Access('operator')
  createWebhook(
    @Args('input', { description: 'Address and kinds.' }) input: CreateWebhookInput,
  ): Promise<WebhookSecret> {
    return this.webhooks.create(input);
  }

  @Mutation(() => WebhookModel, { description: 'Changes name, address or kinds.' })
  @Access('operator')
  updateWebhook(
    @Args('id', WEBHOOK_ID) id: string,
    @Args('input', { description: 'What is to change.' }) input: UpdateWebhookInput,
  ): Promise<WebhookRecord> {
    return this.webhooks.update(id, input);
  }

  @Mutation(() => WebhookModel, { description: 'Deletes it, with its deliveries and their log.' })
  @Access('operator')
  deleteWebhook(@Args('id', WEBHOOK_ID) id: string): Promise<WebhookRecord> {
    return this.webhooks.delete(id);
  }

  @Mutation(() => WebhookModel, { description: 'Lets its deliveries wait. Idempotent.' })
  @Access('operator')
  pauseWebhook(@Args('id', WEBHOOK_ID) id: string): Promise<WebhookRecord> {
    return this.webhooks.pause(id);
  }

  @Mutation(() => WebhookModel, { description: 'Tells it again, of what waits as well. Idempotent.' })
  @Access('operator')
  resumeWebhook(@Args('id', WEBHOOK_ID) id: string): Promise<WebhookRecord> {
    return this.webhooks.resume(id);
  }

  @ShowsASecret()
  @Mutation(() => WebhookSecretModel, {
    description: 'A new secret, shown once; the former one signs as well for 24 hours.',
  })
  @Access('operator')
  rotateWebhookSecret(@Args('id', WEBHOOK_ID) id: string): Promise<WebhookSecret> {
    return this.webhooks.rotateSecret(id);
  }

  @Mutation(() => WebhookDeliveryModel, { description: 'Sends it a test; the delivery tells how it went.' })
  @Access('operator')
  pingWebhook(@Args('id', WEBHOOK_ID) id: string): Promise<DeliveryRecord> {
    return this.webhooks.ping(id);
  }

  @Mutation(() => WebhookDeliveryModel, {
    description: 'Sends a delivery again at once, under the same id, whatever became of it.',
  })
  @Access('operator')
  redeliverWebhook(@Args('deliveryId', DELIVERY_ID) deliveryId: string): Promise<DeliveryRecord> {
    return this.webhooks.redeliver(deliveryId);
  }
}
