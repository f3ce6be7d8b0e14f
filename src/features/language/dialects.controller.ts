import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/auth/access.ts';
import {
  ReadFormulaInput,
  ReadFormulaModel,
  WriteFormulaInput,
  WrittenFormulaModel,
} from './dialect.models.ts';
import { Dialects } from './dialects.service.ts';

@ApiTags('language')
@Controller('v1/formulas')
export class DialectsController {
  constructor(private readonly dialects: Dialects) {}

  @Access('viewer')
  @Post('write')
  @HttpCode(200)
  @ApiOperation({
    summary: 'A formula as pandas code or a qlib expression, with every difference of meaning',
  })
  @ApiBody({ type: WriteFormulaInput })
  @ApiOkResponse({ type: WrittenFormulaModel })
  write(@Body() input: WriteFormulaInput): Promise<WrittenFormulaModel> {
    return this.dialects.write(input);
  }

  @Access('viewer')
  @Post('read')
  @HttpCode(200)
  @ApiOperation({ summary: 'qlib or WorldQuant text as a formula, with every difference of meaning' })
  @ApiBody({ type: ReadFormulaInput })
  @ApiOkResponse({ type: ReadFormulaModel })
  read(@Body() input: ReadFormulaInput): Promise<ReadFormulaModel> {
    return this.dialects.read(input);
  }
}
