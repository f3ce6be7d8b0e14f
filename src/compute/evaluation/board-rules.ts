/** Day from which ChiNext stocks may move 20% a day (10% before, 5% under special treatment). */
const CHINEXT_REFORM = '2020-08-24';

export type Board = 'main' | 'chinext' | 'star' | 'beijing';

/** Six digits of an A-share, with or without its exchange: `300750`, `300750.SZ`, `688981.SH`, `920002.BJ`. */
const A_SHARE = /^(\d{6})(?:\.(?:SZ|SH|SS|BJ))?$/i;

/** Whether a symbol reads like a share listed in Shanghai, Shenzhen or Beijing. */
export const looksLikeAShare = (symbol: string): boolean => boardOf(symbol) !== null;

/**
 * Price limit of an A-share on a day, in percent of the previous close: main board 10 (5 under special
 * treatment), ChiNext 20 since 2020-08-24, STAR 20, Beijing 30. Days without a limit after a listing are not known here.
 * A symbol of no known board counts as main board.
 */
export function dailyLimitPercent(symbol: string, day: string, isSt: boolean): number {
  return boardLimitPercent(boardOf(symbol), day, isSt);
}

/** The same for a board that is known; null is no A-share's, and counts as main board. */
export function boardLimitPercent(board: Board | null, day: string, isSt: boolean): number {
  switch (board) {
    case 'star':
      return 20;
    case 'beijing':
      return 30;
    case 'chinext':
      if (day >= CHINEXT_REFORM) return 20;
      return isSt ? 5 : 10;
    case 'main':
    case null:
      return isSt ? 5 : 10;
  }
}

/** Of an A-share; null for any other symbol. */
export function boardOf(symbol: string): Board | null {
  const code = A_SHARE.exec(symbol)?.[1];
  if (code === undefined) return null;
  if (code.startsWith('300') || code.startsWith('301') || code.startsWith('302')) return 'chinext';
  if (code.startsWith('688') || code.startsWith('689')) return 'star';
  if (code.startsWith('8') || code.startsWith('4') || code.startsWith('920')) return 'beijing';
  return /^(?:00|60)/.test(code) ? 'main' : null;
}
