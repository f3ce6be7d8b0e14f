/** Closed at the upper price limit: cannot be bought. */
export const AT_UPPER_LIMIT = 1;
/** Closed at the lower price limit: cannot be sold. */
export const AT_LOWER_LIMIT = 2;
