import type { LanguageSettings } from '../experiment/experiment.ts';
import { OPERATORS, operatorsOf } from '../operator/operators.ts';
import type { FieldDefinition, Language, Session } from './program.ts';

/** What a dataset offers to formulas; a Panel is one. */
export interface Catalog {
  readonly fields: ReadonlyMap<string, FieldDefinition>;
  readonly session: Session | null;
}

/** Limits of formulas that people type (an experiment sets its own, smaller ones). */
export const OPEN_LIMITS = Object.freeze({ size: 64, depth: 12 });

/** The language of an experiment on a dataset: its operator set and the dataset's fields, less what is excluded. */
export function createLanguage(catalog: Catalog, settings: LanguageSettings): Language {
  const { excludeFields, excludeOperators, minuteFields } = settings;
  const fields = [...catalog.fields].filter(
    ([name, field]) => !excludeFields.includes(name) && (minuteFields || field.frequency === 'daily'),
  );
  const operators = [...operatorsOf(settings.operatorSet)].filter(
    ([name]) => !excludeOperators.includes(name),
  );
  return Object.freeze({
    fields: new Map(fields),
    operators: new Map(operators),
    operatorSet: settings.operatorSet,
    session: catalog.session,
    windows: Object.freeze([...settings.windows]),
    limits: Object.freeze({ size: settings.maximumSize, depth: settings.maximumDepth }),
    strictTable1: settings.strictTable1,
    importedValues: false,
  });
}

/** Every field and operator, any window and imported values: for formulas that people type. */
export function openLanguage(catalog: Catalog): Language {
  return Object.freeze({
    fields: catalog.fields,
    operators: OPERATORS,
    operatorSet: 'extended',
    session: catalog.session,
    windows: null,
    limits: OPEN_LIMITS,
    strictTable1: false,
    importedValues: true,
  });
}
