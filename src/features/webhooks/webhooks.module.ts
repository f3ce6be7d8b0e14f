import { Module } from '@nestjs/common';
import { answersRequests, Config } from '../../platform/config/config.ts';
import { isLoopback } from '../../platform/config/is-loopback.ts';
import { TargetPolicy } from './target-policy.ts';
import { WebhookLoaders } from './webhook.loaders.ts';
import { WebhookDeliveriesController } from './webhook-deliveries.controller.ts';
import { WebhookDeliveriesStore } from './webhook-deliveries.store.ts';
import { WebhookDeliveryFieldsResolver, WebhookFieldsResolver } from './webhook-fields.resolver.ts';
import { WebhookSendingStore } from './webhook-sending.store.ts';
import { WebhookWorkers } from './webhook-workers.ts';
import { WebhooksController } from './webhooks.controller.ts';
import { WebhooksResolver } from './webhooks.resolver.ts';
import { WebhooksService } from './webhooks.service.ts';
import { WebhooksStore } from './webhooks.store.ts';

/** Who is on this machine alone may have this machine called; a worker cannot know who asks for it. */
const policyOf = (config: Config): TargetPolicy => {
  const isAlone = answersRequests(config) && isLoopback(config.host);
  return new TargetPolicy(isAlone ? [...config.webhookTargets, 'loopback'] : config.webhookTargets);
};

@Module({
  controllers: [WebhooksController, WebhookDeliveriesController],
  providers: [
    { provide: TargetPolicy, useFactory: policyOf, inject: [Config] },
    WebhooksStore,
    WebhookDeliveriesStore,
    WebhookSendingStore,
    WebhooksService,
    WebhookLoaders,
    WebhookWorkers,
    WebhooksResolver,
    WebhookFieldsResolver,
    WebhookDeliveryFieldsResolver,
  ],
})
export class WebhooksModule {}
