import type { BadRowReport } from '../../compute/panel/import/bad-rows.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { BadRowReportModel } from './import.models.ts';

/** @throws Refusal NOT_FOUND while there is no report */
export function badRowView(report: BadRowReport | null): BadRowReportModel {
  if (report === null) {
    throw new Refusal('NOT_FOUND', 'import: there is no report of its rows', {
      expected: 'an import whose rows were all read',
      where: 'importId',
      remedy: 'wait for its end; the reason of a failed import tells what came before the rows',
    });
  }
  const { rows, badRows, counts, first } = report;
  return {
    rows,
    badRows,
    counts: Object.entries(counts).map(([reason, count]) => ({ reason, count })),
    first: [...first],
  };
}
