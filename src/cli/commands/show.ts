import type { Command } from 'commander';
import { OPERATORS } from '../../core/operator/operators.ts';
import { FactorQueriesStore } from '../../features/factors/factor-queries.store.ts';
import { evaluationView, lineageView } from '../../features/factors/factor-views.ts';
import { LineageStore } from '../../features/factors/lineage.store.ts';
import { MAXIMUM_PAGE_SIZE } from '../../platform/paging/page.ts';
import { numberOption } from '../market-options.ts';
import { type ServiceParts, withService } from '../service-session.ts';
import { figure, table } from '../table.ts';

interface ShowOptions {
  readonly depth: string;
  readonly json: boolean;
}

export function configure(command: Command): void {
  command
    .argument('<factor>', 'id or hash of a factor')
    .option('--depth <n>', 'generations of ancestors to show', '5')
    .option('--json', 'full precision, one JSON object', false)
    .action((factor: string, options: ShowOptions) =>
      withService(async (parts) => print(await read(parts, factor, options), options)),
    );
}

type Shown = Awaited<ReturnType<typeof read>>;

async function read(parts: ServiceParts, idOrHash: string, options: ShowOptions) {
  const depth = numberOption('--depth', options.depth, 1);
  const queries = parts.get(FactorQueriesStore);
  const factor = await queries.get(idOrHash);
  const latest = { pageSize: MAXIMUM_PAGE_SIZE, pageToken: null };
  const everything = { datasetId: null, precision: null };
  const [evaluations] = await queries.evaluationPagesOf([factor.id], everything, latest);
  const ancestry = lineageView(await parts.get(LineageStore).graph(factor.id, 'ancestors', depth));
  return { factor, evaluations: (evaluations?.items ?? []).map(evaluationView), ancestry };
}

function print({ factor, evaluations, ancestry }: Shown, options: ShowOptions): void {
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ factor, evaluations, ancestry }, null, 2)}\n`);
    return;
  }
  const formulas = new Map(ancestry.nodes.map((node) => [node.factorId, node.formula]));
  const operators = factor.operators.map((name) => `  ${name}: ${OPERATORS.get(name)?.meaning.en ?? ''}`);
  const measured = evaluations.map((evaluation) => [
    `${evaluation.period.from}..${evaluation.period.to}`,
    figure(evaluation.rankIc, 6),
    figure(evaluation.rankIcIr, 3),
    figure(evaluation.ic, 6),
    String(evaluation.days),
    figure(evaluation.coverage, 3),
  ]);
  const births = ancestry.edges.map((edge) => [
    edge.mutation,
    figure(edge.icChange, 6),
    String(edge.generation),
    formulas.get(edge.parentId) ?? edge.parentId,
    formulas.get(edge.childId) ?? edge.childId,
  ]);
  const sections = [
    factor.formula,
    `id ${factor.id}, size ${factor.size}, depth ${factor.depth}`,
    ...operators,
    '',
    table(['period', 'rank IC', 'ICIR', 'IC', 'days', 'coverage'], measured),
    '',
    births.length === 0
      ? 'no ancestors: drawn at random or handed over as a warm start'
      : table(['mutation', '|IC| change', 'generation', 'parent', 'child'], births),
  ];
  process.stdout.write(`${sections.join('\n')}\n`);
}
