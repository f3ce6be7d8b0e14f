import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { IsDateString, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import type { AccessRole } from '../../platform/auth/access.ts';
import { Described, DescribedInput } from '../../platform/graphql/described.ts';
import { ConnectionArgs, connectionType, pageType } from '../../platform/paging/connection.ts';
import { PageQuery } from '../../platform/paging/page-query.ts';

export const AccessRoleEnum = {
  VIEWER: 'viewer',
  RESEARCHER: 'researcher',
  OPERATOR: 'operator',
  ADMIN: 'admin',
} as const;

registerEnumType(AccessRoleEnum, {
  name: 'AccessRole',
  description: 'What a key may do; each role may do all that those before it may.',
  valuesMap: {
    VIEWER: { description: 'Read.' },
    RESEARCHER: { description: 'Also create and measure: experiments, runs, libraries, pools.' },
    OPERATOR: {
      description:
        'Also what changes or removes the work of others: imports, schedules, webhooks, deletions.',
    },
    ADMIN: { description: 'Also keys, the audit and the queue page.' },
  },
});

@InputType('CreateApiKeyInput', { description: 'A key for a person or a program.' })
export class CreateApiKeyInput {
  @MinLength(1)
  @DescribedInput(() => String, { maximumLength: 100, description: 'Whose it is: shown in the audit.' })
  name: string;

  @DescribedInput(() => AccessRoleEnum, { description: 'What it may do.' })
  role: AccessRole;

  @IsOptional()
  @IsDateString()
  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 40,
    description: 'RFC 3339 time from which it is refused; left out = never.',
  })
  expiresAt?: string;
}

@ObjectType('ApiKey', { description: 'A key as everybody but its owner sees it (API 密钥).' })
export class ApiKeyModel {
  @Described(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Described(() => String, { description: 'Whose it is.' })
  name: string;

  @Described(() => AccessRoleEnum, { description: 'What it may do.' })
  role: AccessRole;

  @Described(() => String, { description: 'Its first characters, by which people tell keys apart.' })
  prefix: string;

  @Described(() => String, { description: 'Who made it.' })
  createdBy: string;

  @Described(() => Date, { description: 'UTC.' })
  createdAt: Date;

  @Described(() => Date, { nullable: true, description: 'Refused from then on, UTC; null = never.' })
  expiresAt: Date | null;

  @Described(() => Date, { nullable: true, description: 'When it was revoked, UTC.' })
  revokedAt: Date | null;

  @Described(() => Date, { nullable: true, description: 'Last seen, to a quarter of a minute, UTC.' })
  lastUsedAt: Date | null;
}

@ObjectType('NewApiKey', { description: 'A key that was just made: the only time that it is shown.' })
export class NewApiKeyModel extends ApiKeyModel {
  @Described(() => String, { description: 'The key itself. Keep it: the service has only its hash.' })
  key: string;
}

@ObjectType('AuditEntry', { description: 'Who changed what, or was kept from it (审计记录).' })
export class AuditEntryModel {
  @Described(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Described(() => Date, { description: 'UTC.' })
  at: Date;

  @Described(() => ID, {
    nullable: true,
    description: 'The key; null for the key of the environment and for this machine.',
  })
  keyId: string | null;

  @Described(() => String, { description: 'Name of the key; "local" on this machine without keys.' })
  who: string;

  @Described(() => String, { description: 'Role of the key.' })
  role: string;

  @Described(() => String, { description: 'What was called: `POST /v1/runs` or `mutation createRun`.' })
  operation: string;

  @Described(() => String, { nullable: true, description: 'Id of what was made or named.' })
  subject: string | null;

  @Described(() => String, { nullable: true, description: 'The request, as the log names it.' })
  requestId: string | null;

  @Described(() => String, { description: 'DONE, or the code of the refusal.' })
  outcome: string;
}

export const AuditEntryConnection = connectionType('AuditEntry', AuditEntryModel);
export const AuditEntryPage = pageType('AuditEntry', AuditEntryModel);

const WHO = 'Only what this caller did.';
const SUBJECT = 'Only what happened to this id.';
const OPERATION = 'Only calls of this name.';

@ArgsType()
export class AuditArgs extends ConnectionArgs {
  @Field(() => String, { nullable: true, description: WHO })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  who?: string;

  @Field(() => String, { nullable: true, description: SUBJECT })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  subject?: string;

  @Field(() => String, { nullable: true, description: OPERATION })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  operation?: string;
}

export class AuditQuery extends PageQuery {
  @ApiProperty({ required: false, type: 'string', description: WHO })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  who?: string;

  @ApiProperty({ required: false, type: 'string', description: SUBJECT })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  subject?: string;

  @ApiProperty({ required: false, type: 'string', description: OPERATION })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  operation?: string;
}
