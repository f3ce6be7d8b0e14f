import { readFileSync } from 'node:fs';
import { buildSchema, isObjectType } from 'graphql';
import { expect, test } from 'vitest';

const schema = buildSchema(readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'));

/** Ids that lead nowhere, and why. */
const WITHOUT_WAY: Readonly<Record<string, string>> = {
  'AuditEntry.keyId': 'keys are for admins alone, and told by the list of keys',
  'AuditEntry.requestId': 'a name in the log',
  'Event.subjectId': 'of whatever kind the event is about',
  'ReadFormula.factorId': 'of a formula that need not be stored',
  'ParsedFormula.factorId': 'of a formula that need not be stored',
  'PushedLine.factorId': 'of a formula that was handed in a moment ago',
  'FormulaEvaluation.factorId': 'of a formula that was handed in a moment ago',
  'FormulaEvaluation.datasetId': 'echoes the question',
  'CorrelationMatrix.datasetId': 'echoes the question',
  'DatasetUse.datasetId': 'echoes the question',
  'Improvement.runId': 'echoes the question',
  'PrunedRun.runId': 'echoes the question',
  'RunProgress.runId': 'echoes the question',
  'RunPruning.runId': 'echoes the question',
  'RunSignificance.runId': 'echoes the question',
  'RunTopEvaluation.runId': 'echoes the question',
};

test('where an object names another by its id, GraphQL leads to it', () => {
  const without = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => {
      const fields = type.getFields();
      return Object.keys(fields)
        .filter((name) => name.endsWith('Id') && !fields[name.slice(0, -2)])
        .map((name) => `${type.name}.${name}`);
    });
  expect(without.sort()).toEqual(Object.keys(WITHOUT_WAY).sort());
});
