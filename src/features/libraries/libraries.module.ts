import { Module } from '@nestjs/common';
import { EvaluationsModule } from '../evaluations/evaluations.module.ts';
import { FactorsModule } from '../factors/factors.module.ts';
import { LibrariesController } from './libraries.controller.ts';
import { LibrariesResolver, LibraryMemberFieldsResolver } from './libraries.resolver.ts';
import { LibrariesService } from './libraries.service.ts';
import { LibrariesStore } from './libraries.store.ts';

@Module({
  imports: [EvaluationsModule, FactorsModule],
  controllers: [LibrariesController],
  providers: [LibrariesService, LibrariesStore, LibrariesResolver, LibraryMemberFieldsResolver],
})
export class LibrariesModule {}
