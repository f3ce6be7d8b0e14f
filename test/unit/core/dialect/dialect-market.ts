import fc from 'fast-check';
import type { Panel } from '../../../../src/compute/panel/panel.ts';
import { buildProgram } from '../../../../src/core/program/build.ts';
import { STANDARD_FIELDS } from '../../../../src/core/program/fields.ts';
import { openLanguage } from '../../../../src/core/program/language.ts';
import type { Program } from '../../../../src/core/program/program.ts';
import { madePanel, streamOf } from '../../compute/engine/made-panel.ts';
import { randomDrafts } from '../program/random-drafts.ts';

/** A made market with a market vector, missing bars and a session whose first bar is stamped at the open. */
export function dialectMarket(days: number, stocks: number): Panel {
  const panel = madePanel(days, stocks, 11);
  const next = streamOf(5);
  if (panel.minutes?.kind === 'memory') {
    for (const figures of panel.minutes.figures.values()) {
      for (let at = 0; at < figures.length; at++) if (next() < 0.15) figures[at] = Number.NaN;
    }
  }
  const returns = Float64Array.from({ length: days }, () => next() - 0.5);
  return {
    ...panel,
    session: { barStamps: panel.session!.barStamps, opens: panel.session!.barStamps[0]! },
    fields: new Map([...panel.fields, ['MARKET_RETURN', STANDARD_FIELDS.get('MARKET_RETURN')!]]),
    vectors: new Map([['MARKET_RETURN', returns]]),
  };
}

/** Every third cell or so is outside. */
export function madeUniverse({ days, symbols }: Panel): Uint8Array {
  const next = streamOf(9);
  return Uint8Array.from({ length: days.length * symbols.length }, () => (next() < 0.3 ? 0 : 1));
}

/** Legal programs of any operators on the market, always the same ones. */
export function randomPrograms(panel: Panel, count: number): Program[] {
  const language = openLanguage(panel);
  const drafts = fc.sample(randomDrafts(true), { numRuns: 200 * count, seed: 42 });
  const programs = new Map<string, Program>();
  for (const nodes of drafts) {
    const built = buildProgram(nodes, language);
    // The longest windows reach over the whole market.
    if (
      built.ok &&
      built.value.size > 2 &&
      !/[^a-z]\w*,240\)/.test(built.value.text.replace(/\w+\([a-z]+(,[a-z]+)?,240\)/g, 'x'))
    )
      programs.set(built.value.hash, built.value);
    if (programs.size === count) break;
  }
  return [...programs.values()];
}
