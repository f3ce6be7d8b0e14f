import { Injectable } from '@nestjs/common';
import type { Period } from '../../core/experiment/experiment.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { openLanguage } from '../../core/program/language.ts';
import { parseProgram } from '../../core/program/parse.ts';
import type { Program } from '../../core/program/program.ts';
import type { UnlikeKnown } from '../../mining/ports.ts';
import { ImportedNames } from '../imported-values/imported-names.service.ts';
import { LibraryFormulasStore } from './library-formulas.store.ts';
import { type MarketSummary, RunMarketsStore } from './run-markets.store.ts';
import type { UnlikeInput } from './unlike.inputs.ts';

const DEFAULT_LIMIT = 0.5;
/** So many sketches are a shelf of 80 MB, and a row of about 2 MB. */
const MOST_KNOWN = 20_000;

/** Turns "unlike that library" into formulas, once, when a run is created. */
@Injectable()
export class UnlikeResolver {
  constructor(
    private readonly libraries: LibraryFormulasStore,
    private readonly markets: RunMarketsStore,
    private readonly imported: ImportedNames,
  ) {}

  /**
   * @param train the period on which the run compares: imported values must reach its end
   * @throws Refusal NOT_FOUND of the library, of the first faulty formula, VALUES_BEHIND, INVALID_INPUT where none is known
   */
  async resolve(wish: UnlikeInput, market: MarketSummary, train: Period): Promise<UnlikeKnown> {
    const known = await this.resolveIfAny(wish, market, train);
    if (known === null) throw refuse(0);
    return known;
  }

  /**
   * As `resolve`, for a wish that stands while the library fills: null where it has no member yet.
   * @throws Refusal as `resolve`
   */
  async resolveIfAny(wish: UnlikeInput, market: MarketSummary, train: Period): Promise<UnlikeKnown | null> {
    const { catalog, days } = await this.markets.contents(market.id);
    const language = openLanguage(catalog);
    const members = wish.libraryId ? await this.libraries.membersOf(wish.libraryId) : [];
    const chosen = new Map<string, Program>();
    for (const formula of members) {
      const parsed = parseProgram(formula, language);
      if (parsed.ok) chosen.set(parsed.value.hash, parsed.value);
    }
    for (const formula of wish.formulas ?? []) {
      const parsed = parseProgram(formula, language);
      if (!parsed.ok) throw parsed.error;
      chosen.set(parsed.value.hash, parsed.value);
    }
    if (chosen.size === 0) return null;
    if (chosen.size > MOST_KNOWN) throw refuse(chosen.size);
    await this.imported.requireReached([...chosen.values()], days, train.to);
    return {
      mode: wish.mode ?? 'PENALISE',
      limit: wish.limit ?? DEFAULT_LIMIT,
      source: wish.libraryId ? `library:${wish.libraryId}` : 'formula',
      formulas: [...chosen.values()].map(({ text }) => text),
    };
  }
}

const refuse = (known: number): Refusal =>
  new Refusal('INVALID_INPUT', `unlike: expected 1 to ${MOST_KNOWN} known factors, got ${known}`, {
    expected: `1 to ${MOST_KNOWN} factors that this market can compute`,
    actual: String(known),
    where: 'unlike',
    remedy: 'name a library with members, or formulas; or leave `unlike` out',
  });
