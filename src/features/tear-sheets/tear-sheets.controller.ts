import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/auth/access.ts';
import { MakeTearSheetInput } from './tear-sheet.inputs.ts';
import { TearSheetModel } from './tear-sheet.models.ts';
import { TearSheetQuery, tearSheetInputOf } from './tear-sheet.query.ts';
import { TearSheets } from './tear-sheets.service.ts';

@ApiTags('tear sheets')
@Controller('v1')
export class TearSheetsController {
  constructor(private readonly sheets: TearSheets) {}

  @Access('viewer')
  @Get('factors/:factorId/tear-sheet')
  @ApiOperation({ summary: 'Tear sheet of a stored factor; made by a worker and kept where not known yet' })
  @ApiParam({ name: 'factorId', description: 'Id of the factor, or its canonical hash' })
  @ApiOkResponse({ type: TearSheetModel })
  ofFactor(@Param('factorId') factorId: string, @Query() query: TearSheetQuery): Promise<TearSheetModel> {
    return this.sheets.of({ ...tearSheetInputOf(query), factorId });
  }

  @Access('researcher')
  @Post('tear-sheets')
  @HttpCode(200)
  @ApiOperation({ summary: 'Tear sheet of a formula or a stored factor, with every option' })
  @ApiBody({ type: MakeTearSheetInput })
  @ApiOkResponse({ type: TearSheetModel })
  make(@Body() input: MakeTearSheetInput): Promise<TearSheetModel> {
    return this.sheets.of(input);
  }
}
