import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.ts';
import { HealthResolver } from './health.resolver.ts';
import { Readiness } from './readiness.ts';

@Module({ controllers: [HealthController], providers: [HealthResolver, Readiness] })
export class HealthModule {}
