import { describe, expect, it } from 'vitest';
import { writePandas } from '../../../../src/core/dialect/pandas/write-pandas.ts';
import { writeQlib } from '../../../../src/core/dialect/qlib/write-qlib.ts';
import { createVocabulary } from '../../../../src/core/evolution/vocabulary.ts';
import { freezeExperiment } from '../../../../src/core/experiment/freeze-experiment.ts';
import { factorIdOf, factorIdOfText } from '../../../../src/core/program/factor-id.ts';
import { isFieldName, STANDARD_FIELDS } from '../../../../src/core/program/fields.ts';
import { fromGraphJson, toGraphJson } from '../../../../src/core/program/graph-json.ts';
import { importedNamesIn } from '../../../../src/core/program/imported-field.ts';
import { createLanguage, openLanguage } from '../../../../src/core/program/language.ts';
import { parseProgram } from '../../../../src/core/program/parse.ts';
import type { Program } from '../../../../src/core/program/program.ts';

const catalog = { fields: STANDARD_FIELDS, session: null };
const open = openLanguage(catalog);

function read(formula: string): Program {
  const parsed = parseProgram(formula, open);
  if (!parsed.ok) throw parsed.error;
  return parsed.value;
}

describe('imported values in formulas', () => {
  it('are daily, of each stock, without a dimension', () => {
    const program = read('imported_roe_2');
    expect(program.nodes).toEqual([
      {
        kind: 'field',
        name: 'imported_roe_2',
        type: { frequency: 'daily', shape: 'matrix', dimension: { yuan: 0, lot: 0 } },
      },
    ]);
    expect(factorIdOfText('imported_roe_2')).toBe(factorIdOf(program.hash));
  });

  it('mix with fields, and are told by name, each once', () => {
    const program = read('cs_rank(imported_b) + ts_mean(imported_a,5) * imported_b - CLOSE/OPEN');
    expect(importedNamesIn(program).sort()).toEqual(['a', 'b']);
    const again = fromGraphJson(toGraphJson(program), open);
    expect(again.ok && again.value.text).toBe(program.text);
  });

  it.each(['imported_', 'imported_1', 'imported_ROE', `imported_${'x'.repeat(49)}`])(
    'are not %s',
    (formula) => {
      const parsed = parseProgram(formula, open);
      expect(!parsed.ok && parsed.error.code).toBe('FORMULA_UNKNOWN_NAME');
    },
  );

  it('must be brought to the dimension of what they meet', () => {
    const parsed = parseProgram('imported_roe + CLOSE', open);
    expect(!parsed.ok && parsed.error.code).toBe('FORMULA_DIMENSION');
  });

  it('are neither read by runs nor drawn, and say so', () => {
    const frozen = freezeExperiment({
      periods: {
        train: { from: '2020-01-01', to: '2020-06-30' },
        test: { from: '2020-07-01', to: '2020-12-31' },
      },
    });
    if (!frozen.ok) throw frozen.error;
    const language = createLanguage(catalog, frozen.value.language);
    const parsed = parseProgram('ts_mean(imported_roe,5)', language);
    expect(!parsed.ok && parsed.error.code).toBe('FORMULA_TYPE');
    expect(!parsed.ok && parsed.error.details.remedy).toContain('unlike');
    const leaves = [...createVocabulary(language, []).types.values()].flatMap((type) => type.leaves);
    expect(leaves.filter((leaf) => leaf.startsWith('imported_'))).toEqual([]);
  });

  it('keep their form for themselves', () => {
    expect(isFieldName('imported_roe', 'minute')).toBe(false);
    expect(isFieldName('imports', 'minute')).toBe(true);
  });

  it('are a frame to pandas, and nothing to qlib', () => {
    const program = read('ts_mean(imported_roe,5)');
    expect(writePandas(program, null).text).toContain('data["imported_roe"]');
    expect(() => writeQlib(program)).toThrow('imported values');
  });
});
