import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Param,
  ParseIntPipe,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import {
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiProperty,
  ApiTags,
} from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { Access } from '../../platform/auth/access.ts';
import type { Page } from '../../platform/paging/page.ts';
import { PageQuery, pageRequest } from '../../platform/paging/page-query.ts';
import { LibrariesService } from './libraries.service.ts';
import type { LibraryRecord, MemberRecord } from './libraries.store.ts';
import { LibraryMemberModel, LibraryModel, UpdateLibraryRulesInput } from './library.models.ts';
import { LibraryComposite } from './library-composite.service.ts';
import type { ChangeRecord, DecisionRecord } from './library-history.store.ts';
import {
  CompositeInput,
  CompositeModel,
  LibraryChangeModel,
  LibraryDecisionPage,
  LibrarySignalsModel,
  MemberHealthModel,
} from './library-process.models.ts';
import { LibrarySignals } from './library-signals.service.ts';

const LIBRARY_ID = { name: 'libraryId', description: 'Of the library' };

class DecisionsQuery extends PageQuery {
  @ApiProperty({
    required: false,
    enum: ['true', 'false'],
    description: 'Only those that were let in, or were not',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  admitted?: 'true' | 'false';
}

class HealthQuery {
  @ApiProperty({ required: false, type: 'string', format: 'uuid', description: 'Only this member' })
  @IsOptional()
  @IsUUID()
  factorId?: string;
}

class SignalsQuery {
  @ApiProperty({
    required: false,
    type: 'string',
    description: 'One of the last days; the very last unless told',
  })
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  day?: string;
}

@ApiTags('libraries')
@Controller('v1/libraries/:libraryId')
export class LibraryProcessController {
  constructor(
    private readonly libraries: LibrariesService,
    private readonly librarySignals: LibrarySignals,
    private readonly composites: LibraryComposite,
  ) {}

  @Access('researcher')
  @Patch('rules')
  @ApiOperation({ summary: 'Replace admission rules, as the next revision; null asks for a rule no more' })
  @ApiParam(LIBRARY_ID)
  @ApiBody({ type: UpdateLibraryRulesInput })
  @ApiOkResponse({ type: LibraryModel })
  changeRules(
    @Param('libraryId') libraryId: string,
    @Body() input: UpdateLibraryRulesInput,
  ): Promise<LibraryRecord> {
    return this.libraries.changeRules(libraryId, input);
  }

  @Access('viewer')
  @Get('decisions')
  @ApiOperation({ summary: 'Who was checked and what was decided, newest first' })
  @ApiParam(LIBRARY_ID)
  @ApiOkResponse({ type: LibraryDecisionPage })
  decisions(
    @Param('libraryId') libraryId: string,
    @Query() query: DecisionsQuery,
  ): Promise<Page<DecisionRecord>> {
    const admitted = query.admitted === undefined ? null : query.admitted === 'true';
    return this.libraries.decisions(libraryId, admitted, pageRequest(query));
  }

  @Access('viewer')
  @Get('changes')
  @ApiOperation({ summary: 'Numbered changes, newest first' })
  @ApiParam(LIBRARY_ID)
  @ApiOkResponse({ type: [LibraryChangeModel] })
  changes(@Param('libraryId') libraryId: string): Promise<ChangeRecord[]> {
    return this.libraries.changes(libraryId);
  }

  @Access('viewer')
  @Get('revisions/:revision/members')
  @ApiOperation({ summary: 'Members as they were after a change' })
  @ApiParam(LIBRARY_ID)
  @ApiParam({ name: 'revision', description: 'Number of the change', type: 'integer' })
  @ApiOkResponse({ type: [LibraryMemberModel] })
  membersAt(
    @Param('libraryId') libraryId: string,
    @Param('revision', ParseIntPipe) revision: number,
  ): Promise<MemberRecord[]> {
    return this.libraries.membersAt(libraryId, revision);
  }

  @Access('viewer')
  @Get('health')
  @ApiOperation({ summary: 'How members do on new days, latest first' })
  @ApiParam(LIBRARY_ID)
  @ApiOkResponse({ type: [MemberHealthModel] })
  health(
    @Param('libraryId') libraryId: string,
    @Query() { factorId }: HealthQuery,
  ): Promise<MemberHealthModel[]> {
    return this.librarySignals.health(libraryId, factorId ?? null);
  }

  @Access('viewer')
  @Get('signals')
  @ApiOperation({ summary: 'Values of all members on one of the last days' })
  @ApiParam(LIBRARY_ID)
  @ApiOkResponse({ type: LibrarySignalsModel })
  signals(
    @Param('libraryId') libraryId: string,
    @Query() { day }: SignalsQuery,
  ): Promise<LibrarySignalsModel> {
    return this.librarySignals.signals(libraryId, day ?? null);
  }

  @Access('viewer')
  @Get('signals.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @ApiOperation({ summary: 'The same as CSV: day, symbol, and a column for each member' })
  @ApiParam(LIBRARY_ID)
  @ApiProduces('text/csv')
  @ApiOkResponse({ type: String })
  csv(@Param('libraryId') libraryId: string, @Query() { day }: SignalsQuery): Promise<string> {
    return this.librarySignals.csv(libraryId, day ?? null);
  }

  @Access('researcher')
  @Post('composite')
  @HttpCode(200)
  @ApiOperation({
    summary: 'The members as one signal, with its IC on each period and what each member adds',
  })
  @ApiParam(LIBRARY_ID)
  @ApiBody({ type: CompositeInput })
  @ApiOkResponse({ type: CompositeModel })
  composite(@Param('libraryId') libraryId: string, @Body() input: CompositeInput): Promise<CompositeModel> {
    return this.composites.of(libraryId, input);
  }
}
