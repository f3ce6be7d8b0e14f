/**
 * Share of each day's members that were not members the day before: 0 = the same, 1 = all new. Not a stock's 换手率.
 * @param members of each day; null = no such group that day
 * @returns NaN on the first day and where either day has no group
 */
export function newNames(members: readonly (readonly number[] | null)[]): number[] {
  return members.map((today, day) => {
    const before = members[day - 1];
    if (!today?.length || !before?.length) return Number.NaN;
    const held = new Set(before);
    return today.filter((stock) => !held.has(stock)).length / today.length;
  });
}
