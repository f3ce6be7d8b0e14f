import type { UniverseSpec } from '../core/experiment/experiment.ts';
import { badOption, numberOption } from './market-options.ts';

const EVERYTHING: UniverseSpec = {
  excludeSt: false,
  excludeFirstDays: 0,
  minimumPrice: null,
  minimumAmount: null,
};

export const UNIVERSE_HELP =
  'who takes part: all (default), or a list such as no-st,skip-new=60,min-price=2,min-amount=1e7';

/** Reads `all` or a comma-separated list of filters. @throws Refusal INVALID_INPUT */
export function universeOption(text: string): UniverseSpec {
  return text
    .split(',')
    .map((filter) => filter.trim())
    .filter((filter) => filter !== 'all' && filter !== '')
    .reduce(withFilter, EVERYTHING);
}

function withFilter(universe: UniverseSpec, filter: string): UniverseSpec {
  const [name, value = ''] = filter.split('=');
  switch (name) {
    case 'no-st':
      return { ...universe, excludeSt: true };
    case 'skip-new':
      return { ...universe, excludeFirstDays: numberOption('--universe skip-new', value, 0) };
    case 'min-price':
      return { ...universe, minimumPrice: numberOption('--universe min-price', value, 0) };
    case 'min-amount':
      return { ...universe, minimumAmount: numberOption('--universe min-amount', value, 0) };
    default:
      throw badOption('--universe', 'all, no-st, skip-new=N, min-price=P or min-amount=A', filter);
  }
}
