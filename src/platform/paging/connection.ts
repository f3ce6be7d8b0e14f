import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import {
  DEFAULT_PAGE_SIZE,
  encodePageToken,
  MAXIMUM_PAGE_SIZE,
  type Page,
  type PageRequest,
} from './page.ts';

@ObjectType('PageInfo', { description: 'Where a connection goes on. Forward only, by keyset.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more follows.' })
  hasNextPage: boolean;

  @Field(() => String, { nullable: true, description: 'Hand it back as `after` for the next page.' })
  endCursor: string | null;
}

/** Arguments of every GraphQL list. */
@ArgsType()
export class ConnectionArgs {
  @Field(() => Int, { nullable: true, description: `Items a page; ${DEFAULT_PAGE_SIZE} unless told.` })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAXIMUM_PAGE_SIZE)
  first?: number;

  @Field(() => String, { nullable: true, description: 'endCursor of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  after?: string;
}

export const connectionRequest = (args: ConnectionArgs): PageRequest => ({
  pageSize: args.first ?? DEFAULT_PAGE_SIZE,
  pageToken: args.after ?? null,
});

export interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}

export interface Connection<T> {
  readonly edges: readonly Edge<T>[];
  readonly pageInfo: PageInfo;
}

/** The Relay connection type of a model: `connectionType('Run', RunModel)` is `RunConnection`. */
export function connectionType<T>(name: string, model: Type<T>): Type<Connection<T>> {
  @ObjectType(`${name}Edge`, { description: 'A node and its place in the list.' })
  class ModelEdge {
    @Field(() => String, { description: 'Place of the node.' })
    cursor: string;

    @Field(() => model, { description: 'The node.' })
    node: T;
  }

  @ObjectType(`${name}Connection`, { description: 'A page by keyset; no totals, which cost a full scan.' })
  class ModelConnection {
    @Field(() => [ModelEdge], { description: 'The page.' })
    edges: ModelEdge[];

    @Field(() => PageInfo, { description: 'Where it goes on.' })
    pageInfo: PageInfo;
  }
  return ModelConnection;
}

/** The REST page type of a model: `pageType('Run', RunModel)` is `RunPage`. */
export function pageType<T>(name: string, model: Type<T>): Type<Page<T>> {
  class ModelPage {
    @ApiProperty({ description: 'The page.', type: () => model, isArray: true })
    items: T[];

    @ApiProperty({ description: 'Token of the next page; null on the last.', type: 'string', nullable: true })
    nextPageToken: string | null;
  }
  // OpenAPI names a schema after its class.
  Object.defineProperty(ModelPage, 'name', { value: `${name}Page` });
  return ModelPage;
}

/** @param keyOf ordering values of an item, the id last: the same as of the page's token */
export function toConnection<T>(page: Page<T>, keyOf: (item: T) => readonly string[]): Connection<T> {
  const edges = page.items.map((node) => ({ cursor: encodePageToken(keyOf(node)), node }));
  return {
    edges,
    pageInfo: { hasNextPage: page.nextPageToken !== null, endCursor: edges.at(-1)?.cursor ?? null },
  };
}
