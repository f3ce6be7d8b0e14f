import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProperty,
  ApiTags,
} from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Access } from '../../platform/auth/access.ts';
import type { Page } from '../../platform/paging/page.ts';
import { PageQuery, pageRequest } from '../../platform/paging/page-query.ts';
import { LibrariesService } from './libraries.service.ts';
import type { LibraryRecord, MemberRecord } from './libraries.store.ts';
import {
  AdmitFactorInput,
  CreateLibraryInput,
  LibraryMemberModel,
  LibraryMemberPage,
  LibraryModel,
  LibraryPage,
} from './library.models.ts';
import { LibraryCorrelationModel, MOST_MEMBERS } from './library-correlation.models.ts';

const LIBRARY_ID = { name: 'libraryId', description: 'Of the library' };
const FACTOR_ID = { name: 'factorId', description: 'Of the member' };

class MembersQuery extends PageQuery {
  @ApiProperty({ description: 'Also those that left', required: false, enum: ['true', 'false'] })
  @IsOptional()
  @IsIn(['true', 'false'])
  retired?: string;
}

class CorrelationQuery {
  @ApiProperty({ description: 'A stored factor; either this or formula', required: false, type: 'string' })
  @IsOptional()
  @IsString()
  factorId?: string;

  @ApiProperty({ description: 'A formula; either this or factorId', required: false, type: 'string' })
  @IsOptional()
  @IsString()
  @MaxLength(4096)
  formula?: string;

  @ApiProperty({
    description: 'Exact figures of the 500 nearest members and of those without a sketch; else estimates',
    required: false,
    enum: ['true', 'false'],
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  exact?: string;

  @ApiProperty({
    description: 'So many members',
    required: false,
    type: 'integer',
    minimum: 1,
    maximum: MOST_MEMBERS,
    default: 50,
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_MEMBERS)
  first?: number;
}

class RetireBody {
  @ApiProperty({ description: 'Why, for those who wonder later', type: 'string', maxLength: 1000 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(1000)
  reason: string;
}

@ApiTags('libraries')
@Controller('v1/libraries')
export class LibrariesController {
  constructor(private readonly libraries: LibrariesService) {}

  @Access('researcher')
  @Post()
  @ApiOperation({ summary: 'A library with its admission rules' })
  @ApiBody({ type: CreateLibraryInput })
  @ApiCreatedResponse({ type: LibraryModel })
  create(@Body() input: CreateLibraryInput): Promise<LibraryRecord> {
    return this.libraries.create(input);
  }

  @Access('viewer')
  @Get()
  @ApiOperation({ summary: 'Libraries, newest first' })
  @ApiOkResponse({ type: LibraryPage })
  list(@Query() query: PageQuery): Promise<Page<LibraryRecord>> {
    return this.libraries.list(pageRequest(query));
  }

  @Access('viewer')
  @Get(':libraryId')
  @ApiOperation({ summary: 'One library' })
  @ApiParam(LIBRARY_ID)
  @ApiOkResponse({ type: LibraryModel })
  get(@Param('libraryId') libraryId: string): Promise<LibraryRecord> {
    return this.libraries.get(libraryId);
  }

  @Access('viewer')
  @Get(':libraryId/members')
  @ApiOperation({ summary: 'Members in the order in which they joined' })
  @ApiParam(LIBRARY_ID)
  @ApiOkResponse({ type: LibraryMemberPage })
  members(@Param('libraryId') libraryId: string, @Query() query: MembersQuery): Promise<Page<MemberRecord>> {
    return this.libraries.members(libraryId, query.retired === 'true', pageRequest(query));
  }

  @Access('researcher')
  @Post(':libraryId/members')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Check a factor by the rules and let it join if it passes or is forced; idempotent',
  })
  @ApiParam(LIBRARY_ID)
  @ApiBody({ type: AdmitFactorInput })
  @ApiOkResponse({ type: LibraryMemberModel })
  admit(@Param('libraryId') libraryId: string, @Body() input: AdmitFactorInput): Promise<MemberRecord> {
    return this.libraries.admit(libraryId, input);
  }

  @Access('researcher')
  @Post(':libraryId/members/:factorId/retire')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a member out and say why; its stay is kept as history' })
  @ApiParam(LIBRARY_ID)
  @ApiParam(FACTOR_ID)
  @ApiBody({ type: RetireBody })
  @ApiOkResponse({ type: LibraryMemberModel })
  retire(
    @Param('libraryId') libraryId: string,
    @Param('factorId') factorId: string,
    @Body() { reason }: RetireBody,
  ): Promise<MemberRecord> {
    return this.libraries.retire(libraryId, factorId, reason);
  }

  @Access('viewer')
  @Get(':libraryId/correlation')
  @ApiOperation({
    summary:
      'A factor or formula against the members, most similar first whatever the sign: by sketches, or exactly',
  })
  @ApiParam(LIBRARY_ID)
  @ApiOkResponse({ type: LibraryCorrelationModel })
  correlation(
    @Param('libraryId') libraryId: string,
    @Query() query: CorrelationQuery,
  ): Promise<LibraryCorrelationModel> {
    return this.libraries.correlation(libraryId, { ...query, exact: query.exact === 'true' });
  }
}
