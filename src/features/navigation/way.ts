import { Inject, type Type } from '@nestjs/common';
import { ResolveField, Resolver } from '@nestjs/graphql';
import type DataLoader from 'dataloader';

/** From objects of one kind to the object that each names by its id. */
export interface Way<P extends object, L extends object> {
  readonly from: Type<P>;
  /** Property that holds the id; the field is called like it, without `Id`. */
  readonly by: Extract<keyof P, `${string}Id`>;
  readonly to: Type<object>;
  readonly loaders: Type<L>;
  readonly loader: (loaders: L) => DataLoader<string, object | null>;
  readonly description: string;
}

/** A resolver for a way. What is named may be gone, or not named at all: then the field is null. */
export function resolverOf<P extends object, L extends object>(way: Way<P, L>): Type<object> {
  @Resolver(() => way.from)
  class WayResolver {
    constructor(@Inject(way.loaders) private readonly loaders: L) {}

    @ResolveField(way.by.replace(/Id$/, ''), () => way.to, {
      nullable: true,
      description: `${way.description}; null where there is none, or none any more.`,
    })
    lead(parent: P): Promise<object | null> | null {
      const id = parent[way.by] as string | null | undefined;
      return id == null ? null : way.loader(this.loaders).load(id);
    }
  }
  return WayResolver;
}
