import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import type { ApiKeyRecord } from '../../platform/auth/api-keys.store.ts';
import { Audit, type AuditRecord } from '../../platform/auth/audit.store.ts';
import { ShowsASecret } from '../../platform/auth/idempotent-calls.ts';
import { type Connection, connectionRequest, toConnection } from '../../platform/paging/connection.ts';
import {
  ApiKeyModel,
  AuditArgs,
  AuditEntryConnection,
  CreateApiKeyInput,
  NewApiKeyModel,
} from './access.models.ts';
import { ApiKeys } from './api-keys.service.ts';

@Resolver(() => ApiKeyModel)
export class AccessResolver {
  constructor(
    private readonly keys: ApiKeys,
    private readonly audit: Audit,
  ) {}

  @Access('admin')
  @Query(() => [ApiKeyModel], { description: 'Every key, newest first; never the keys themselves.' })
  apiKeys(): Promise<ApiKeyRecord[]> {
    return this.keys.list();
  }

  @Access('admin')
  @Query(() => AuditEntryConnection, { description: 'Who changed what, newest first.' })
  async auditEntries(@Args() args: AuditArgs): Promise<Connection<AuditRecord>> {
    return toConnection(await this.audit.list(args, connectionRequest(args)), ({ id }) => [id]);
  }

  @Access('admin')
  @ShowsASecret()
  @Mutation(() => NewApiKeyModel, { description: 'Makes a key; it is shown here and never again.' })
  createApiKey(
    @Args('input', { description: 'Whose, and what it may do.' }) input: CreateApiKeyInput,
  ): Promise<ApiKeyRecord & { readonly key: string }> {
    return this.keys.create(input);
  }

  @Access('admin')
  @Mutation(() => ApiKeyModel, { description: 'Takes a key back; every process refuses it within a second.' })
  revokeApiKey(
    @Args('id', { type: () => ID, description: 'Of the key.' }) id: string,
  ): Promise<ApiKeyRecord> {
    return this.keys.revoke(id);
  }
}
