import type { GroupDay } from '../group-days.ts';
import { meanOf } from '../mean.ts';
import type { DefinitionId } from './definitions.ts';
import { newNames } from './new-names.ts';
import { orNull, seriesOrNull } from './or-null.ts';
import type { TurnoverView } from './tear-sheet.ts';

/** Turnover of the extreme groups: ours, and of the quantiles as alphalens cuts them. */
export function turnoverViews(
  grouped: readonly (GroupDay | null)[],
  quantileOf: Uint8Array,
  { stocks, groups }: { readonly stocks: number; readonly groups: number },
): TurnoverView[] {
  const inQuantile = (quantile: number): (readonly number[] | null)[] =>
    grouped.map((_, day) => {
      const members: number[] = [];
      for (let stock = 0; stock < stocks; stock++) {
        if (quantileOf[day * stocks + stock] === quantile) members.push(stock);
      }
      return members;
    });
  return [
    view('FACTOR_TURNOVER', {
      best: newNames(grouped.map((day) => day?.best ?? null)),
      worst: newNames(grouped.map((day) => day?.worst ?? null)),
    }),
    view('TURNOVER_ALPHALENS', { best: newNames(inQuantile(groups)), worst: newNames(inQuantile(1)) }),
  ];
}

/** The mean is of both groups, over the days on which both are there, as `factorTurnover` has it. */
function view(
  definition: DefinitionId,
  { best, worst }: { readonly best: readonly number[]; readonly worst: readonly number[] },
): TurnoverView {
  const both = best.map((value, day) => (value + worst[day]!) / 2).filter((value) => !Number.isNaN(value));
  return { definition, mean: orNull(meanOf(both)), best: seriesOrNull(best), worst: seriesOrNull(worst) };
}
