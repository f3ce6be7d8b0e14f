import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { AccessGuard } from './access.guard.ts';
import { ApiKeysStore } from './api-keys.store.ts';
import { Audit } from './audit.store.ts';
import { CallsInterceptor } from './calls.interceptor.ts';
import { IdempotencyStore } from './idempotency.store.ts';
import { IdempotentCalls } from './idempotent-calls.ts';
import { KeyRing } from './key-ring.ts';

/** Who may do what, in whose name, once, and written down. Holds for every handler of the application. */
@Global()
@Module({
  providers: [
    ApiKeysStore,
    KeyRing,
    Audit,
    IdempotencyStore,
    IdempotentCalls,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: CallsInterceptor },
  ],
  exports: [ApiKeysStore, KeyRing, Audit],
})
export class AuthModule {}
