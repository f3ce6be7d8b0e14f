import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import { MakeTearSheetInput, TearSheetInput } from './tear-sheet.inputs.ts';
import { TearSheetModel } from './tear-sheet.models.ts';
import { TearSheets } from './tear-sheets.service.ts';

@Resolver(() => TearSheetModel)
export class TearSheetsResolver {
  constructor(private readonly sheets: TearSheets) {}

  @Access('viewer')
  @Query(() => TearSheetModel, {
    description:
      'The tear sheet of a stored factor (因子体检表): read where it is kept, else made by a worker and kept.',
  })
  tearSheet(
    @Args('factorId', { type: () => ID, description: 'Id of the factor, or its canonical hash.' })
    factorId: string,
    @Args('query', { nullable: true, description: 'Where to measure, and how to draw it.' })
    query?: TearSheetInput,
  ): Promise<TearSheetModel> {
    return this.sheets.of({ ...query, factorId });
  }

  @Access('researcher')
  @Mutation(() => TearSheetModel, {
    description: 'The same of a formula that someone typed: it counts as a program tried on the series.',
  })
  makeTearSheet(
    @Args('input', { description: 'The formula or factor, and how to draw it.' }) input: MakeTearSheetInput,
  ): Promise<TearSheetModel> {
    return this.sheets.of(input);
  }
}
