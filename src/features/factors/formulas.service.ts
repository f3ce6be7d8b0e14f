import { Injectable } from '@nestjs/common';
import { formatDimension } from '../../core/dimension/dimension.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { factorIdOf } from '../../core/program/factor-id.ts';
import { toGraphJson } from '../../core/program/graph-json.ts';
import type { Program } from '../../core/program/program.ts';
import { simplifyForRanks } from '../../core/program/simplify.ts';
import { evaluationKeyOf } from '../evaluations/evaluation-key.ts';
import { EvaluationRequests } from '../evaluations/evaluation-requests.service.ts';
import type { SketchedOn, SketchMatrixAnswer } from '../sketches/sketch-requests.ts';
import { groundOf } from './correlation.models.ts';
import { FactorPrograms } from './factor-programs.service.ts';
import { FactorQueriesStore } from './factor-queries.store.ts';
import { statisticsView } from './factor-views.ts';
import type {
  CorrelationMatrixInput,
  CorrelationMatrixModel,
  CorrelationRowModel,
  EvaluateFormulaInput,
  FormulaEvaluationModel,
} from './formula.models.ts';
import { KeptStatisticsStore } from './kept-statistics.store.ts';
import { Measurements, similarityOn } from './measurements.service.ts';

/** A matrix of more formulas is hard to read and holds the workers for long. */
const MAXIMUM_FORMULAS = 200;

/** Questions about formulas that someone typed. Parsed here, measured by a worker. */
@Injectable()
export class Formulas {
  constructor(
    private readonly measurements: Measurements,
    private readonly programs: FactorPrograms,
    private readonly factors: FactorQueriesStore,
    private readonly kept: KeptStatisticsStore,
    private readonly requests: EvaluationRequests,
  ) {}

  /** @throws Refusal FORMULA_* with the position, as `Measurements.resolve`, UNAVAILABLE without a worker */
  async evaluate(input: EvaluateFormulaInput): Promise<FormulaEvaluationModel> {
    const measurement = await this.measurements.resolve(input);
    const { market, period, definition, definitionHash, fitness } = measurement;
    const program = await this.programs.parse(input.formula, market.id);
    const asked = { datasetId: market.id, period, definition, fitness };
    const { sliceHash, statistics } = await this.requests.statistics({ ...asked, formula: program.text });
    if (input.keep) await this.kept.keep(program, evaluationKeyOf({ ...asked, sliceHash }), statistics);
    return {
      formula: input.formula,
      ...formulaView(program),
      factorId: input.keep ? factorIdOf(program.hash) : null,
      datasetId: market.id,
      period,
      definition,
      definitionHash,
      statistics: statisticsView(statistics),
    };
  }

  /** @throws Refusal FORMULA_*, NOT_FOUND, INVALID_INPUT without two formulas, UNAVAILABLE without a worker */
  async correlationMatrix(input: CorrelationMatrixInput): Promise<CorrelationMatrixModel> {
    const formulas = input.formulas ?? [];
    const factorIds = input.factorIds ?? [];
    const count = formulas.length + factorIds.length;
    if (count < 2 || count > MAXIMUM_FORMULAS) throw refuseCount(count);
    const measurement = await this.measurements.resolve(input);
    const { market, period } = measurement;
    const stored = await Promise.all(factorIds.map((id) => this.factors.get(id)));
    const texts = [...formulas, ...stored.map((factor) => factor.formula)];
    const programs = await Promise.all(texts.map((text) => this.programs.parse(text, market.id)));
    const canonical = programs.map((program) => program.text);
    const question = { ...similarityOn(measurement), formulas: canonical };
    const { on, rows } = input.exact
      ? { on: null, rows: exactRows(canonical, await this.requests.correlationMatrix(question)) }
      : sketchedRows(canonical, await this.requests.sketchMatrix(question));
    return { datasetId: market.id, period, ground: groundOf(period, on), rows };
  }
}

const formulaView = (program: Program) => ({
  canonical: program.text,
  simplified: simplifyForRanks(program),
  hash: program.hash,
  dimension: dimensionOf(program),
  size: program.size,
  depth: program.depth,
  program: toGraphJson(program),
});

export function dimensionOf({ nodes }: Program): string {
  const output = nodes.at(-1);
  return output ? formatDimension(output.type.dimension) : 'none';
}

const exactRows = (
  formulas: readonly string[],
  matrix: readonly (readonly (number | null)[])[],
): CorrelationRowModel[] =>
  formulas.map((formula, at) => ({ formula, correlations: matrix[at] ?? [], standardErrors: null }));

function sketchedRows(
  formulas: readonly string[],
  { on, rows }: SketchMatrixAnswer,
): { readonly on: SketchedOn; readonly rows: CorrelationRowModel[] } {
  const rowOf = (formula: string, at: number): CorrelationRowModel => {
    const estimates = rows[at] ?? [];
    return {
      formula,
      // A formula is itself, also where its sketch says nothing.
      correlations: estimates.map((estimate, other) => (other === at ? 1 : (estimate?.correlation ?? null))),
      standardErrors: estimates.map((estimate, other) =>
        other === at ? 0 : (estimate?.standardError ?? null),
      ),
    };
  };
  return { on, rows: formulas.map(rowOf) };
}

const refuseCount = (count: number): Refusal =>
  new Refusal(
    'INVALID_INPUT',
    `correlation matrix: expected 2 to ${MAXIMUM_FORMULAS} formulas, got ${count}`,
    {
      expected: `2 to ${MAXIMUM_FORMULAS} formulas and factors together`,
      actual: String(count),
      where: 'formulas',
      remedy: count < 2 ? 'name more formulas or factors' : 'ask in several parts',
    },
  );
