import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '../../core/outcome/refusal.ts';
import { drawKey } from '../../platform/auth/api-key.ts';
import { type ApiKeyRecord, ApiKeysStore } from '../../platform/auth/api-keys.store.ts';
import { currentCaller } from '../../platform/auth/caller.ts';
import { KeyRing } from '../../platform/auth/key-ring.ts';
import type { CreateApiKeyInput } from './access.models.ts';

/** Makes and takes back keys. Every process knows within a second. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly store: ApiKeysStore,
    private readonly ring: KeyRing,
  ) {}

  /** @returns the key itself too, for the only time @throws Refusal INVALID_INPUT for an expiry that is past */
  async create(input: CreateApiKeyInput): Promise<ApiKeyRecord & { readonly key: string }> {
    const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt);
    if (expiresAt !== null && expiresAt.getTime() <= Date.now()) throw expired(expiresAt);
    const { key, hash, prefix } = drawKey();
    const createdBy = currentCaller()?.name ?? 'command line';
    const { name, role } = input;
    const record = await this.store.insert({ id: uuidv7(), name, role, hash, prefix, createdBy, expiresAt });
    await this.ring.refresh();
    return { ...record, key };
  }

  /** @throws Refusal NOT_FOUND */
  async revoke(id: string): Promise<ApiKeyRecord> {
    const revoked = await this.store.revoke(id);
    await this.ring.refresh();
    return revoked;
  }

  list(): Promise<ApiKeyRecord[]> {
    return this.store.list();
  }
}

const expired = (at: Date): Refusal =>
  new Refusal('INVALID_INPUT', 'expiresAt: expected a time to come', {
    expected: 'a time to come',
    actual: at.toISOString(),
    where: 'expiresAt',
    remedy: 'choose a later time, or leave it out',
  });
