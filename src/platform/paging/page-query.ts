import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { DEFAULT_PAGE_SIZE, MAXIMUM_PAGE_SIZE, type PageRequest } from './page.ts';

/** Query parameters of every REST list. */
export class PageQuery {
  @ApiProperty({
    description: 'Items a page.',
    required: false,
    type: 'integer',
    minimum: 1,
    maximum: MAXIMUM_PAGE_SIZE,
    default: DEFAULT_PAGE_SIZE,
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAXIMUM_PAGE_SIZE)
  pageSize?: number;

  @ApiProperty({ description: 'nextPageToken of the page before.', required: false, type: 'string' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  pageToken?: string;
}

export const pageRequest = (query: PageQuery): PageRequest => ({
  pageSize: query.pageSize ?? DEFAULT_PAGE_SIZE,
  pageToken: query.pageToken ?? null,
});
