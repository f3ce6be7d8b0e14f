import { Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { factorIdOfText } from '../../core/program/factor-id.ts';
import { importedFieldName } from '../../core/program/imported-field.ts';
import { Described, DescribedInput } from '../../platform/graphql/described.ts';
import { connectionType, pageType } from '../../platform/paging/connection.ts';
import type { KeptValues, ValuesOrder } from './imported-values.service.ts';
import type { ImportedValuesRecord } from './imported-values.store.ts';

const ValuesForm = { LONG: 'LONG', WIDE: 'WIDE' } as const;
registerEnumType(ValuesForm, {
  name: 'ValuesForm',
  description: 'How a file of values is laid out.',
  valuesMap: {
    LONG: { description: 'A row for each day and symbol: date, symbol, value.' },
    WIDE: { description: 'A row for each day: date, and a column for each symbol.' },
  },
});

@ObjectType('ImportedValues', {
  description:
    'Values of a factor that was made elsewhere (外部因子值), by day and symbol: fundamentals, scores. Formulas read them by `formula`, alone or mixed with fields.',
})
export class ImportedValuesModel {
  @Described(() => ID, { description: 'Of the imported values.' })
  id: string;

  @Described(() => String, { description: 'Their name, given once and for good.' })
  name: string;

  @Described(() => String, {
    description: 'How formulas read them: `imported_` and the name. Without a dimension.',
  })
  formula: string;

  @Described(() => ID, { description: 'Of the factor that is this formula alone, once it is stored.' })
  factorId: string;

  @Described(() => String, { description: 'What they are, in words.' })
  description: string;

  @Described(() => ID, {
    description: 'Of the series whose trading days and symbols they were checked against.',
  })
  seriesId: string;

  @Described(() => String, { description: 'Name of that series.' })
  seriesName: string;

  @Described(() => String, { description: 'What the last file was called.' })
  sourceFile: string;

  @Described(() => String, { description: 'SHA-256 of all values: another one after days were added.' })
  hash: string;

  @Described(() => String, { description: 'First day, YYYY-MM-DD. Days before it have no value.' })
  firstDay: string;

  @Described(() => String, {
    description:
      'Last day, YYYY-MM-DD. A period that goes on after it is refused until more days are imported.',
  })
  lastDay: string;

  @Described(() => Int, { description: 'Days.' })
  dayCount: number;

  @Described(() => Int, { description: 'Symbols that have a value on some day.' })
  symbolCount: number;

  @Described(() => Int, { description: 'Values: days and symbols that have one.' })
  cellCount: number;

  @Described(() => Float, { description: 'Bytes of their file.' })
  bytes: number;

  @Described(() => Date, { description: 'When the first file was imported, UTC.' })
  createdAt: Date;

  @Described(() => String, { description: 'By whom.' })
  createdBy: string;

  @Described(() => Date, { description: 'When days were last added, UTC.' })
  changedAt: Date;

  @Described(() => String, { description: 'By whom.' })
  changedBy: string;
}

@ObjectType('ValuesImport', { description: 'What an import of values came to.' })
export class ValuesImportModel {
  @Described(() => ImportedValuesModel, { description: 'The values as they are now.' })
  values: ImportedValuesModel;

  @Described(() => ValuesForm, { description: 'How the file was laid out.' })
  form: KeptValues['form'];

  @Described(() => Int, { description: 'Days that were not there before.' })
  newDays: number;

  @Described(() => Int, {
    description: 'Symbols of the file that the series does not know: kept, and seen once a dataset has them.',
  })
  unknownSymbols: number;
}

/** What is said of a file of values, whichever way it comes. */
@InputType({ isAbstract: true })
export class ValuesDescription {
  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 1000,
    description: 'What they are, in words; when each value became known is worth saying.',
  })
  description?: string;

  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 200,
    description: 'Name of the series of datasets that they are for; needed for a new name alone.',
  })
  series?: string;

  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 200,
    description: 'Column of the days; else date, trade_date, day or datetime.',
  })
  dateColumn?: string;

  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 200,
    description:
      'Column of the symbols; else symbol, code, ticker or ts_code. Without one each column is a symbol.',
  })
  symbolColumn?: string;

  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 200,
    description: 'Column of the values; else value, the name, or the only column that is left.',
  })
  valueColumn?: string;
}

@InputType('ImportValuesInput', { description: 'A file of values in the import folder.' })
export class ImportValuesInput extends ValuesDescription {
  @DescribedInput(() => String, {
    maximumLength: 48,
    description:
      'Their name: a lower case letter, then lower case letters, digits and underscores. A name that is there is continued.',
  })
  name: string;

  @DescribedInput(() => String, {
    maximumLength: 1000,
    description: 'CSV, CSV.gz or Parquet, named relative to the import folder.',
  })
  file: string;
}

/** Query of an upload, whose body is the file. */
export class UploadValuesQuery extends ValuesDescription {
  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 200,
    description: 'What the file is called, for messages and for the record.',
  })
  fileName?: string;
}

export const ImportedValuesConnection = connectionType('ImportedValues', ImportedValuesModel);
export const ImportedValuesPage = pageType('ImportedValues', ImportedValuesModel);

export function valuesOrder(name: string, said: ValuesDescription): ValuesOrder {
  const { description, series, dateColumn, symbolColumn, valueColumn } = said;
  return {
    name,
    description: description ?? null,
    series: series ?? null,
    columns: {
      ...(dateColumn && { date: dateColumn }),
      ...(symbolColumn && { symbol: symbolColumn }),
      ...(valueColumn && { value: valueColumn }),
    },
  };
}

export function valuesView(record: ImportedValuesRecord): ImportedValuesModel {
  const { formerHash: _former, deletedAt: _deleted, ...shown } = record;
  const formula = importedFieldName(record.name);
  return { ...shown, formula, factorId: factorIdOfText(formula) };
}

export const importView = ({ values, ...facts }: KeptValues): ValuesImportModel => ({
  values: valuesView(values),
  ...facts,
});
