import { Args, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import {
  ReadFormulaInput,
  ReadFormulaModel,
  WriteFormulaInput,
  WrittenFormulaModel,
} from './dialect.models.ts';
import { Dialects } from './dialects.service.ts';

@Resolver()
export class DialectsResolver {
  constructor(private readonly dialects: Dialects) {}

  @Access('viewer')
  @Query(() => WrittenFormulaModel, {
    description: 'A formula as pandas code or a qlib expression, with every difference of meaning named.',
  })
  writeFormula(
    @Args('input', { description: 'The formula and the language.' }) input: WriteFormulaInput,
  ): Promise<WrittenFormulaModel> {
    return this.dialects.write(input);
  }

  @Access('viewer')
  @Query(() => ReadFormulaModel, {
    description:
      'Text of qlib or in the manner of the "101 Formulaic Alphas" as a formula, with every difference of meaning named; what cannot be said is refused with its position.',
  })
  readFormula(
    @Args('input', { description: 'The text and its language.' }) input: ReadFormulaInput,
  ): Promise<ReadFormulaModel> {
    return this.dialects.read(input);
  }
}
