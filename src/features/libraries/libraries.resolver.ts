import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import {
  type Connection,
  ConnectionArgs,
  connectionRequest,
  toConnection,
} from '../../platform/paging/connection.ts';
import { FactorLoaders } from '../factors/factor.loaders.ts';
import { FactorModel } from '../factors/factor.models.ts';
import type { FactorRow } from '../factors/factor-queries.store.ts';
import { LibrariesService } from './libraries.service.ts';
import type { LibraryRecord, MemberRecord } from './libraries.store.ts';
import { LibraryLoaders } from './library.loaders.ts';
import {
  AdmitFactorInput,
  CreateLibraryInput,
  LibraryConnection,
  LibraryMemberConnection,
  LibraryMemberModel,
  LibraryModel,
} from './library.models.ts';
import { LibraryCorrelationModel, MOST_MEMBERS } from './library-correlation.models.ts';
import { MembersArgs } from './library-list.args.ts';

@Resolver(() => LibraryModel)
export class LibrariesResolver {
  constructor(
    private readonly service: LibrariesService,
    private readonly loaders: LibraryLoaders,
  ) {}

  @Access('viewer')
  @Query(() => LibraryConnection, { description: 'Libraries (因子库), newest first.' })
  async libraries(@Args() args: ConnectionArgs): Promise<Connection<LibraryRecord>> {
    return toConnection(await this.service.list(connectionRequest(args)), ({ id }) => [id]);
  }

  @Access('viewer')
  @Query(() => LibraryModel, { description: 'One library.' })
  library(
    @Args('id', { type: () => ID, description: 'Of the library.' }) id: string,
  ): Promise<LibraryRecord> {
    return this.service.get(id);
  }

  @Access('viewer')
  @Query(() => LibraryCorrelationModel, {
    description:
      'A factor or formula against the members of a library (与因子库的相关性), most similar first whatever the sign: by sketches within a tenth of a second, or exactly; computed by a worker.',
  })
  correlationWithLibrary(
    @Args('libraryId', { type: () => ID, description: 'The library.' }) libraryId: string,
    @Args('factorId', {
      type: () => ID,
      nullable: true,
      description: 'A stored factor. Either this or formula.',
    })
    factorId?: string,
    @Args('formula', { nullable: true, description: 'A formula. Either this or factorId.' }) formula?: string,
    @Args('exact', {
      nullable: true,
      description:
        'Exact figures of the 500 nearest members and of those without a sketch; else estimates. False unless told.',
    })
    exact?: boolean,
    @Args('first', {
      type: () => Int,
      nullable: true,
      description: `So many members, up to ${MOST_MEMBERS}; 50 unless told.`,
    })
    first?: number,
  ): Promise<LibraryCorrelationModel> {
    return this.service.correlation(libraryId, { factorId, formula, exact, first });
  }

  @Access('researcher')
  @Mutation(() => LibraryModel, { description: 'Makes a library with its admission rules.' })
  createLibrary(
    @Args('input', { description: 'Name, rules, and where factors are measured.' }) input: CreateLibraryInput,
  ): Promise<LibraryRecord> {
    return this.service.create(input);
  }

  @Access('researcher')
  @Mutation(() => LibraryMemberModel, {
    description:
      'Has a worker check a factor by the rules; it joins if every check passes or if forced. A member stays one: idempotent.',
  })
  admitFactor(
    @Args('libraryId', { type: () => ID, description: 'The library.' }) libraryId: string,
    @Args('input', { description: 'The factor or formula.' }) input: AdmitFactorInput,
  ): Promise<MemberRecord> {
    return this.service.admit(libraryId, input);
  }

  @Access('researcher')
  @Mutation(() => LibraryMemberModel, {
    description: 'Takes a member out and says why; its stay is kept as history.',
  })
  retireFactor(
    @Args('libraryId', { type: () => ID, description: 'The library.' }) libraryId: string,
    @Args('factorId', { type: () => ID, description: 'The member.' }) factorId: string,
    @Args('reason', { description: 'Why, for those who wonder later.' }) reason: string,
  ): Promise<MemberRecord> {
    return this.service.retire(libraryId, factorId, reason);
  }

  @ResolveField(() => LibraryMemberConnection, {
    description: 'Members in the order in which they joined.',
  })
  async members(
    @Parent() library: LibraryRecord,
    @Args() args: MembersArgs,
  ): Promise<Connection<MemberRecord>> {
    const what = { retired: args.retired ?? false, page: connectionRequest(args) };
    const page = await this.loaders.members.load({ libraryId: library.id, what });
    return toConnection(page, ({ id }) => [id]);
  }
}

@Resolver(() => LibraryMemberModel)
export class LibraryMemberFieldsResolver {
  constructor(private readonly loaders: FactorLoaders) {}

  @ResolveField(() => FactorModel, { nullable: true, description: 'The factor.' })
  factor(member: LibraryMemberModel): Promise<FactorRow | null> {
    return this.loaders.factor.load(member.factorId);
  }
}
