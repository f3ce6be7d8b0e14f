import { Args, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import { type Connection, connectionRequest, toConnection } from '../../platform/paging/connection.ts';
import { TestLookArgs, TestLookConnection, TestLookModel } from './test-look.models.ts';
import { testLookView } from './test-look-view.ts';
import { TestLooks } from './test-looks.service.ts';

@Resolver(() => TestLookModel)
export class TestLooksResolver {
  constructor(private readonly looks: TestLooks) {}

  @Access('viewer')
  @Query(() => TestLookConnection, {
    description: 'Who looked at test periods (样本外查看记录), newest first.',
  })
  async testLooks(@Args() args: TestLookArgs): Promise<Connection<TestLookModel>> {
    const page = await this.looks.list(args, connectionRequest(args));
    return toConnection({ ...page, items: page.items.map(testLookView) }, ({ id }) => [id]);
  }
}
