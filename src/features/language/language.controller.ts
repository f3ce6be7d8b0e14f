import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import type { OperatorDescription } from '../../core/operator/describe.ts';
import type { OperatorSetName } from '../../core/operator/operator.ts';
import { Access } from '../../platform/auth/access.ts';
import { OperatorSetEnum } from '../experiments/experiment.enums.ts';
import { MarketFieldModel, OperatorModel, ParsedFormulaModel, ParseFormulaInput } from './language.models.ts';
import { LanguageService } from './language.service.ts';

const SETS = Object.values(OperatorSetEnum);

class OperatorsQuery {
  @ApiProperty({ description: 'Which operators.', required: false, enum: SETS, default: 'extended' })
  @IsOptional()
  @IsIn(SETS)
  set?: OperatorSetName;
}

class FieldsQuery {
  @ApiProperty({
    description: 'Fields of this dataset; left out: the standard ones.',
    required: false,
    type: 'string',
  })
  @IsOptional()
  @IsUUID()
  datasetId?: string;
}

@ApiTags('language')
@Controller('v1')
export class LanguageController {
  constructor(private readonly language: LanguageService) {}

  @Access('viewer')
  @Get('operators')
  @ApiOperation({ summary: 'Operators of a set, with their rules' })
  @ApiOkResponse({ type: OperatorModel, isArray: true })
  operators(@Query() { set }: OperatorsQuery): OperatorDescription[] {
    return this.language.operators(set ?? 'extended');
  }

  @Access('viewer')
  @Get('fields')
  @ApiOperation({ summary: 'What formulas can name' })
  @ApiOkResponse({ type: MarketFieldModel, isArray: true })
  fields(@Query() { datasetId }: FieldsQuery): Promise<MarketFieldModel[]> {
    return this.language.fields(datasetId ?? null);
  }

  @Access('viewer')
  @Post('formulas/parse')
  @HttpCode(200)
  @ApiOperation({ summary: 'Read and check a formula without computing it' })
  @ApiBody({ type: ParseFormulaInput })
  @ApiOkResponse({ type: ParsedFormulaModel })
  parse(@Body() { formula, datasetId }: ParseFormulaInput): Promise<ParsedFormulaModel> {
    return this.language.parse(formula, datasetId);
  }
}
