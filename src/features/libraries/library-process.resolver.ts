import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import { type Connection, connectionRequest, toConnection } from '../../platform/paging/connection.ts';
import { LibrariesService } from './libraries.service.ts';
import type { LibraryRecord, MemberRecord } from './libraries.store.ts';
import { LibraryLoaders } from './library.loaders.ts';
import { LibraryMemberModel, LibraryModel, UpdateLibraryRulesInput } from './library.models.ts';
import { LibraryComposite } from './library-composite.service.ts';
import type { ChangeRecord, DecisionRecord } from './library-history.store.ts';
import { DecisionsArgs } from './library-list.args.ts';
import {
  CompositeInput,
  CompositeModel,
  LibraryChangeModel,
  LibraryDecisionConnection,
  LibrarySignalsModel,
  MemberHealthModel,
} from './library-process.models.ts';

const LIBRARY_ID = { type: () => ID, description: 'The library.' };

/** The life of a library: rules, decisions, revisions, health, signals, combination. */
@Resolver(() => LibraryModel)
export class LibraryProcessResolver {
  constructor(
    private readonly libraries: LibrariesService,
    private readonly loaders: LibraryLoaders,
    private readonly composites: LibraryComposite,
  ) {}

  @Access('researcher')
  @Mutation(() => LibraryModel, {
    description: 'Replaces admission rules, as the next revision. Members stay.',
  })
  updateLibraryRules(
    @Args('libraryId', LIBRARY_ID) libraryId: string,
    @Args('input', { description: 'What is to be different.' }) input: UpdateLibraryRulesInput,
  ): Promise<LibraryRecord> {
    return this.libraries.changeRules(libraryId, input);
  }

  @Access('researcher')
  @Query(() => CompositeModel, {
    description: 'The members as one signal with its IC on each period (复合因子); computed by a worker.',
  })
  libraryComposite(
    @Args('libraryId', LIBRARY_ID) libraryId: string,
    @Args('input', { nullable: true, description: 'Where to fit and to try it.' }) input?: CompositeInput,
  ): Promise<CompositeModel> {
    return this.composites.of(libraryId, input ?? {});
  }

  @ResolveField(() => LibraryDecisionConnection, {
    description: 'Who was checked and what was decided, newest first.',
  })
  async decisions(
    @Parent() library: LibraryRecord,
    @Args() args: DecisionsArgs,
  ): Promise<Connection<DecisionRecord>> {
    const what = { admitted: args.admitted ?? null, page: connectionRequest(args) };
    const page = await this.loaders.decisions.load({ libraryId: library.id, what });
    return toConnection(page, ({ id }) => [id]);
  }

  @ResolveField(() => [LibraryChangeModel], { description: 'Its numbered changes, newest first.' })
  changes(library: LibraryRecord): Promise<ChangeRecord[]> {
    return this.loaders.changes.load({ libraryId: library.id, what: null });
  }

  @ResolveField(() => [LibraryMemberModel], { description: 'Members as they were after a revision.' })
  membersAt(
    @Parent() library: LibraryRecord,
    @Args('revision', { type: () => Int, description: 'Number of a change.' }) revision: number,
  ): Promise<MemberRecord[]> {
    return this.libraries.membersAt(library.id, revision);
  }

  @ResolveField(() => [MemberHealthModel], {
    description: 'How members do on new days, latest first (衰减监控).',
  })
  health(
    @Parent() library: LibraryRecord,
    @Args('factorId', { type: () => ID, nullable: true, description: 'Only this member.' }) factorId?: string,
  ): Promise<MemberHealthModel[]> {
    return this.loaders.health.load({ libraryId: library.id, what: factorId ?? null });
  }

  @ResolveField(() => LibrarySignalsModel, {
    description: 'Values of the members on one of the last days (今日信号).',
  })
  signals(
    @Parent() library: LibraryRecord,
    @Args('day', {
      nullable: true,
      description: 'One of the last days, YYYY-MM-DD; the very last unless told.',
    })
    day?: string,
  ): Promise<LibrarySignalsModel> {
    return this.loaders.signals.load({ libraryId: library.id, what: day ?? null });
  }
}
