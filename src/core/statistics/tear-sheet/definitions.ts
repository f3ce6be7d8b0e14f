import { CHECK_DEFINITIONS } from './check-definitions.ts';
import { IC_DEFINITIONS } from './ic-definitions.ts';
import { RETURN_DEFINITIONS } from './return-definitions.ts';
import { TRADE_DEFINITIONS } from './trade-definitions.ts';

/** Every figure of a tear sheet names one of these. */
export const DEFINITIONS = {
  ...IC_DEFINITIONS,
  ...RETURN_DEFINITIONS,
  ...TRADE_DEFINITIONS,
  ...CHECK_DEFINITIONS,
};

export type DefinitionId = keyof typeof DEFINITIONS;
