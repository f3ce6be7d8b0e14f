import { ResolveField, Resolver } from '@nestjs/graphql';
import { importedNameOf } from '../../core/program/imported-field.ts';
import { ImportedValuesLoaders } from '../imported-values/imported-values.loaders.ts';
import { ImportedValuesModel, valuesView } from '../imported-values/imported-values.models.ts';
import { FactorLoaders } from './factor.loaders.ts';
import { FactorModel } from './factor.models.ts';
import type { FactorRow } from './factor-queries.store.ts';

/** The way from imported values to the factor that they are. */
@Resolver(() => ImportedValuesModel)
export class ImportedValuesFactorResolver {
  constructor(private readonly loaders: FactorLoaders) {}

  @ResolveField(() => FactorModel, {
    nullable: true,
    description: 'They alone as a factor; null until it was measured and kept, or let into a library.',
  })
  factor({ factorId }: ImportedValuesModel): Promise<FactorRow | null> {
    return this.loaders.factor.load(factorId);
  }
}

/** The way from a factor to the imported values that it reads. */
@Resolver(() => FactorModel)
export class FactorImportedValuesResolver {
  constructor(private readonly loaders: ImportedValuesLoaders) {}

  @ResolveField(() => [ImportedValuesModel], {
    description: 'Imported values that it reads (外部因子值); none of those that were deleted.',
  })
  async importedValues({ fields }: FactorRow): Promise<ImportedValuesModel[]> {
    const names = fields.map(importedNameOf).filter((name) => name !== null);
    const found = await Promise.all(names.map((name) => this.loaders.ofName.load(name)));
    return found.filter((record) => record !== null).map(valuesView);
  }
}
