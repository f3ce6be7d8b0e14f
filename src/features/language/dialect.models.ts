import { ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Described, DescribedInput } from '../../platform/graphql/described.ts';

export const WrittenDialectEnum = { PANDAS: 'pandas', QLIB: 'qlib' } as const;
export type WrittenDialect = (typeof WrittenDialectEnum)[keyof typeof WrittenDialectEnum];

registerEnumType(WrittenDialectEnum, {
  name: 'WrittenDialect',
  description: 'Languages in which formulas can be written out.',
  valuesMap: {
    PANDAS: {
      description: 'A Python module of numpy and pandas alone, with a function factor(data, universe).',
    },
    QLIB: { description: "An expression of qlib's expression engine." },
  },
});

export const ReadDialectEnum = { QLIB: 'qlib', WORLDQUANT: 'worldquant' } as const;
export type ReadDialect = (typeof ReadDialectEnum)[keyof typeof ReadDialectEnum];

registerEnumType(ReadDialectEnum, {
  name: 'ReadDialect',
  description: 'Languages from which formulas can be read.',
  valuesMap: {
    QLIB: { description: "An expression of qlib's expression engine." },
    WORLDQUANT: { description: 'In the manner of the "101 Formulaic Alphas" (Kakushadze, 2015).' },
  },
});

@ObjectType('DialectNote', {
  description: 'A difference of meaning between two languages of formulas (语义差异).',
})
export class DialectNoteModel {
  @Described(() => String, { description: 'Stable, for programs.' })
  code: string;

  @Described(() => String, { description: 'What differs, and how.' })
  text: string;
}

@ObjectType('WrittenFormula', { description: 'A formula in another language.' })
export class WrittenFormulaModel {
  @Described(() => String, { description: 'Canonical single line of the formula.' })
  canonical: string;

  @Described(() => WrittenDialectEnum, { description: 'The language.' })
  dialect: WrittenDialect;

  @Described(() => String, { description: 'The expression, or the code.' })
  text: string;

  @Described(() => DialectNoteModel, {
    list: true,
    description: 'Every difference of meaning that concerns it.',
  })
  notes: DialectNoteModel[];
}

@ObjectType('ReadFormula', { description: 'Text of another language, as a formula.' })
export class ReadFormulaModel {
  @Described(() => String, { description: 'Canonical single line.' })
  canonical: string;

  @Described(() => ID, { description: 'Id that the factor has, or would have, in the store.' })
  factorId: string;

  @Described(() => Boolean, {
    description:
      'True: the text is the negative of the formula, which has no negation; ICs have the opposite sign.',
  })
  negated: boolean;

  @Described(() => DialectNoteModel, {
    list: true,
    description: 'Every difference of meaning that concerns it.',
  })
  notes: DialectNoteModel[];
}

const OF_DATASET = {
  nullable: true,
  description: 'Dataset whose fields and session it may name; left out: the standard fields, no session.',
} as const;

@InputType('WriteFormulaInput', { description: 'A formula that is wanted in another language.' })
export class WriteFormulaInput {
  @DescribedInput(() => String, { description: 'Infix or function form; at most 4 KB.' })
  formula: string;

  @DescribedInput(() => WrittenDialectEnum, { description: 'Which language.' })
  dialect: WrittenDialect;

  @DescribedInput(() => ID, OF_DATASET)
  datasetId?: string;
}

@InputType('ReadFormulaInput', { description: 'Text of another language that is wanted as a formula.' })
export class ReadFormulaInput {
  @DescribedInput(() => String, { description: 'One expression; at most 4 KB. It never becomes code.' })
  text: string;

  @DescribedInput(() => ReadDialectEnum, { description: 'Which language.' })
  dialect: ReadDialect;

  @DescribedInput(() => ID, OF_DATASET)
  datasetId?: string;
}
