import { ArgsType, Field, ID } from '@nestjs/graphql';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { EVENT_KINDS, type EventKind } from '../../platform/events/event.ts';
import { ConnectionArgs } from '../../platform/paging/connection.ts';
import { DELIVERY_STATES, type DeliveryState, EventKindEnum } from './webhook.enums.ts';

/** Which events, and which page of them. */
@ArgsType()
export class EventsArgs extends ConnectionArgs {
  @Field(() => EventKindEnum, { nullable: true, description: 'Only these.' })
  @IsOptional()
  @IsIn(EVENT_KINDS)
  kind?: EventKind;

  @Field(() => ID, { nullable: true, description: 'Only of this run, schedule, series or library.' })
  @IsOptional()
  @IsUUID('all')
  subjectId?: string;
}

/** Which deliveries of a webhook, and which page of them. */
@ArgsType()
export class DeliveriesArgs extends ConnectionArgs {
  @Field(() => DELIVERY_STATES, { nullable: true, description: 'Only these.' })
  @IsOptional()
  @IsIn(Object.keys(DELIVERY_STATES))
  state?: DeliveryState;
}
