import { Module } from '@nestjs/common';
import { AccessController } from './access.controller.ts';
import { AccessResolver } from './access.resolver.ts';
import { ApiKeys } from './api-keys.service.ts';

@Module({
  controllers: [AccessController],
  providers: [AccessResolver, ApiKeys],
  exports: [ApiKeys],
})
export class AccessModule {}
