import { Global, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { GaugesStore } from './gauges.store.ts';
import { MetricsController } from './metrics.controller.ts';
import { Metrics } from './metrics.ts';
import { OperationsInterceptor } from './operations.interceptor.ts';
import { Scrape } from './scrape.service.ts';

@Global()
@Module({
  controllers: [MetricsController],
  providers: [Metrics, GaugesStore, Scrape, { provide: APP_INTERCEPTOR, useClass: OperationsInterceptor }],
  exports: [Metrics],
})
export class MetricsModule {}
