import { Module } from '@nestjs/common';
import { TestLooksController } from './test-looks.controller.ts';
import { TestLooksResolver } from './test-looks.resolver.ts';
import { TestLooks } from './test-looks.service.ts';
import { TestLooksStore } from './test-looks.store.ts';

@Module({
  controllers: [TestLooksController],
  providers: [TestLooks, TestLooksStore, TestLooksResolver],
  exports: [TestLooks],
})
export class TestLooksModule {}
