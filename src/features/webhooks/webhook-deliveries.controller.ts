import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { Access } from '../../platform/auth/access.ts';
import { EVENT_KINDS, type EventKind } from '../../platform/events/event.ts';
import type { Page } from '../../platform/paging/page.ts';
import { PageQuery, pageRequest } from '../../platform/paging/page-query.ts';
import { DELIVERY_STATES, type DeliveryState } from './webhook.enums.ts';
import {
  EventPage,
  WebhookAttemptModel,
  WebhookDeliveryModel,
  WebhookDeliveryPage,
} from './webhook.models.ts';
import type { AttemptRecord, DeliveryRecord, EventRecord } from './webhook-deliveries.store.ts';
import { WebhooksService } from './webhooks.service.ts';

const DELIVERY_ID = { name: 'deliveryId', description: 'Of the delivery' };

class DeliveriesQuery extends PageQuery {
  @ApiProperty({ description: 'Only these.', required: false, enum: Object.keys(DELIVERY_STATES) })
  @IsOptional()
  @IsIn(Object.keys(DELIVERY_STATES))
  state?: DeliveryState;
}

class EventsQuery extends PageQuery {
  @ApiProperty({ description: 'Only these.', required: false, enum: EVENT_KINDS })
  @IsOptional()
  @IsIn(EVENT_KINDS)
  kind?: EventKind;

  @ApiProperty({ description: 'Only of this run, schedule, series or library.', required: false })
  @IsOptional()
  @IsUUID('all')
  subjectId?: string;
}

@ApiTags('webhooks')
@Controller('v1')
export class WebhookDeliveriesController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Get('events')
  @Access('viewer')
  @ApiOperation({ summary: 'What happened that somebody outside waits for, newest first' })
  @ApiOkResponse({ type: EventPage })
  events(@Query() query: EventsQuery): Promise<Page<EventRecord>> {
    return this.webhooks.events({ kind: query.kind, subjectId: query.subjectId }, pageRequest(query));
  }

  @Get('webhooks/:webhookId/deliveries')
  @Access('operator')
  @ApiOperation({ summary: 'What it was told and is to be told, newest first; kept for 30 days' })
  @ApiParam({ name: 'webhookId', description: 'Of the webhook' })
  @ApiOkResponse({ type: WebhookDeliveryPage })
  deliveries(
    @Param('webhookId') webhookId: string,
    @Query() query: DeliveriesQuery,
  ): Promise<Page<DeliveryRecord>> {
    return this.webhooks.deliveriesOf(webhookId, query.state ?? null, pageRequest(query));
  }

  @Get('webhook-deliveries/:deliveryId')
  @Access('operator')
  @ApiOperation({ summary: 'One delivery' })
  @ApiParam(DELIVERY_ID)
  @ApiOkResponse({ type: WebhookDeliveryModel })
  delivery(@Param('deliveryId') deliveryId: string): Promise<DeliveryRecord> {
    return this.webhooks.delivery(deliveryId);
  }

  @Get('webhook-deliveries/:deliveryId/attempts')
  @Access('operator')
  @ApiOperation({ summary: 'How each attempt went, first first' })
  @ApiParam(DELIVERY_ID)
  @ApiOkResponse({ type: [WebhookAttemptModel] })
  attempts(@Param('deliveryId') deliveryId: string): Promise<AttemptRecord[]> {
    return this.webhooks.attempts(deliveryId);
  }

  @Post('webhook-deliveries/:deliveryId/redeliver')
  @HttpCode(202)
  @Access('operator')
  @ApiOperation({ summary: 'Send it again at once, under the same id, whatever became of it' })
  @ApiParam(DELIVERY_ID)
  @ApiOkResponse({ type: WebhookDeliveryModel })
  redeliver(@Param('deliveryId') deliveryId: string): Promise<DeliveryRecord> {
    return this.webhooks.redeliver(deliveryId);
  }
}
