import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/auth/access.ts';
import { ShowsASecret } from '../../platform/auth/idempotent-calls.ts';
import type { Page } from '../../platform/paging/page.ts';
import { PageQuery, pageRequest } from '../../platform/paging/page-query.ts';
import { CreateWebhookInput, UpdateWebhookInput } from './webhook.inputs.ts';
import { WebhookDeliveryModel, WebhookModel, WebhookPage, WebhookSecretModel } from './webhook.models.ts';
import type { DeliveryRecord } from './webhook-deliveries.store.ts';
import { type WebhookSecret, WebhooksService } from './webhooks.service.ts';
import type { WebhookRecord } from './webhooks.store.ts';

const WEBHOOK_ID = { name: 'webhookId', description: 'Of the webhook' };

@ApiTags('webhooks')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @ShowsASecret()
  @Post()
  @Access('operator')
  @ApiOperation({ summary: 'An address that is told of events; its secret is shown here and never again' })
  @ApiBody({ type: CreateWebhookInput })
  @ApiCreatedResponse({ type: WebhookSecretModel })
  create(@Body() input: CreateWebhookInput): Promise<WebhookSecret> {
    return this.webhooks.create(input);
  }

  @Get()
  @Access('operator')
  @ApiOperation({ summary: 'Webhooks, newest first' })
  @ApiOkResponse({ type: WebhookPage })
  list(@Query() query: PageQuery): Promise<Page<WebhookRecord>> {
    return this.webhooks.list(pageRequest(query));
  }

  @Get(':webhookId')
  @Access('operator')
  @ApiOperation({ summary: 'One webhook' })
  @ApiParam(WEBHOOK_ID)
  @ApiOkResponse({ type: WebhookModel })
  get(@Param('webhookId') webhookId: string): Promise<WebhookRecord> {
    return this.webhooks.get(webhookId);
  }

  @Patch(':webhookId')
  @Access('operator')
  @ApiOperation({ summary: 'Change its name, address or kinds' })
  @ApiParam(WEBHOOK_ID)
  @ApiBody({ type: UpdateWebhookInput })
  @ApiOkResponse({ type: WebhookModel })
  update(@Param('webhookId') webhookId: string, @Body() input: UpdateWebhookInput): Promise<WebhookRecord> {
    return this.webhooks.update(webhookId, input);
  }

  @Delete(':webhookId')
  @Access('operator')
  @ApiOperation({ summary: 'Delete it, with its deliveries and their log' })
  @ApiParam(WEBHOOK_ID)
  @ApiOkResponse({ type: WebhookModel })
  delete(@Param('webhookId') webhookId: string): Promise<WebhookRecord> {
    return this.webhooks.delete(webhookId);
  }

  @Post(':webhookId/pause')
  @HttpCode(200)
  @Access('operator')
  @ApiOperation({ summary: 'Let its deliveries wait; idempotent' })
  @ApiParam(WEBHOOK_ID)
  @ApiOkResponse({ type: WebhookModel })
  pause(@Param('webhookId') webhookId: string): Promise<WebhookRecord> {
    return this.webhooks.pause(webhookId);
  }

  @Post(':webhookId/resume')
  @HttpCode(200)
  @Access('operator')
  @ApiOperation({ summary: 'Tell it again, of what waits as well; idempotent' })
  @ApiParam(WEBHOOK_ID)
  @ApiOkResponse({ type: WebhookModel })
  resume(@Param('webhookId') webhookId: string): Promise<WebhookRecord> {
    return this.webhooks.resume(webhookId);
  }

  @ShowsASecret()
  @Post(':webhookId/rotate-secret')
  @HttpCode(200)
  @Access('operator')
  @ApiOperation({ summary: 'A new secret, shown once; the former one signs as well for 24 hours' })
  @ApiParam(WEBHOOK_ID)
  @ApiOkResponse({ type: WebhookSecretModel })
  rotateSecret(@Param('webhookId') webhookId: string): Promise<WebhookSecret> {
    return this.webhooks.rotateSecret(webhookId);
  }

  @Post(':webhookId/ping')
  @HttpCode(202)
  @Access('operator')
  @ApiOperation({ summary: 'Send it a test; its delivery tells how it went' })
  @ApiParam(WEBHOOK_ID)
  @ApiOkResponse({ type: WebhookDeliveryModel })
  ping(@Param('webhookId') webhookId: string): Promise<DeliveryRecord> {
    return this.webhooks.ping(webhookId);
  }
}
