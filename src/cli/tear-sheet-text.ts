import type { TearSheetModel } from '../features/tear-sheets/tear-sheet.models.ts';
import { figure, table } from './table.ts';

/** A tear sheet for a terminal: its figures without the series. */
export function tearSheetText(sheet: TearSheetModel): string {
  const { ic, rankIc } = sheet;
  return [
    sheet.formula,
    `${sheet.days[0]} to ${sheet.days.at(-1)}, size ${sheet.size}, orientation ${sheet.orientation}`,
    '',
    table(
      ['', 'mean', 'std', 'ICIR', 'a year', 'win rate', 'days', 'autocorrelation'],
      [rankIc, ic].map(({ definition, summary, autocorrelation }) => [
        definition,
        figure(summary.mean, 6),
        figure(summary.std),
        figure(summary.icir, 3),
        figure(summary.icirAnnual, 2),
        figure(summary.winRate, 3),
        String(summary.days),
        figure(autocorrelation[0]?.value, 3),
      ]),
    ),
    '',
    portfolios(sheet),
    '',
    table(
      [
        '',
        'mean rank IC',
        'rank IC win rate',
        'long-short',
        'after costs',
        'drawdown',
        'turnover',
        'coverage',
      ],
      sheet.byYear.map((year) => [
        year.part,
        figure(year.rankIc.mean),
        figure(year.rankIc.winRate, 3),
        figure(year.longShort),
        figure(year.longShortNet),
        figure(year.maximumDrawdown),
        figure(year.turnover, 3),
        figure(year.coverage, 3),
      ]),
    ),
    '',
    table(
      ['universe', 'stocks', 'mean rank IC', 'ICIR', 'days', 'long-short a year'],
      sheet.byUniverse.map(({ universe, stocks, rankIc: ranked, longShort }) => [
        universe,
        figure(stocks, 1),
        figure(ranked.mean),
        figure(ranked.icir, 3),
        String(ranked.days),
        figure(longShort.report),
      ]),
    ),
    '',
    `decay of the rank IC: ${sheet.decay.map(({ rankIc: value }) => figure(value, 3)).join(' ')}`,
    '',
    table(
      ['check', 'result', 'value', 'limit'],
      sheet.checks.map(({ name, result, value, limit }) => [name, result, figure(value), String(limit)]),
    ),
    ...(sheet.warnings.length === 0 ? [] : ['', `warnings: ${sheet.warnings.join(' ')}`]),
  ].join('\n');
}

function portfolios({ curves, longTraded, longShortTraded }: TearSheetModel): string {
  const traded = [longTraded, longShortTraded].flatMap(({ gross, net }) => [gross, net]);
  return table(
    ['', 'a year', 'volatility', 'drawdown', 'from', 'to'],
    [...curves, ...traded].map(({ definition, annualReturn, annualVolatility, maximumDrawdown: fall }) => [
      definition,
      figure(annualReturn),
      figure(annualVolatility),
      figure(fall.depth),
      fall.peakDay ?? '-',
      fall.troughDay ?? '-',
    ]),
  );
}
