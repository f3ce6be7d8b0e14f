import { ArgsType, Field } from '@nestjs/graphql';
import { IsBoolean, IsOptional } from 'class-validator';
import { ConnectionArgs } from '../../platform/paging/connection.ts';

/** Arguments of a library's members in GraphQL. */
@ArgsType()
export class MembersArgs extends ConnectionArgs {
  @Field(() => Boolean, { nullable: true, description: 'Also those that left; false unless told.' })
  @IsOptional()
  @IsBoolean()
  retired?: boolean;
}

/** Arguments of a library's decisions in GraphQL. */
@ArgsType()
export class DecisionsArgs extends ConnectionArgs {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that were let in, or only those that were not.',
  })
  @IsOptional()
  @IsBoolean()
  admitted?: boolean;
}
