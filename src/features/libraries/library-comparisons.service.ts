import { Injectable } from '@nestjs/common';
import type { Program } from '../../core/program/program.ts';
import { EvaluationRequests } from '../evaluations/evaluation-requests.service.ts';
import type { NearestAnswer } from '../sketches/sketch-requests.ts';
import { bySimilarity, type MemberCorrelation } from './admission-checks.ts';
import { LibrariesStore, type LibraryRecord, type MemberRecord } from './libraries.store.ts';
import { LibrarySketches } from './library-sketches.service.ts';

/** Members that one question about exact figures names. */
const ASKED_AT_A_TIME = 100;
/** The most members that are compared exactly on demand: seconds to minutes of computing. */
const MOST_EXACT = 500;
/** The nearest members by their sketches are always compared exactly before a factor joins. */
const ALWAYS_EXACT = 10;

type Member = Pick<MemberRecord, 'factorId' | 'formula'>;

/** A factor against the members of a library. */
export interface LibraryComparison {
  readonly on: NearestAnswer['on'] | null;
  /** Most similar first, whatever the sign. */
  readonly members: readonly MemberCorrelation[];
  /** Present members that the factor was compared with, by whatever method. */
  readonly compared: number;
  /** Present members without a sketch: they are given one in the background. */
  readonly lacking: number;
}

/** Compares a factor with thousands of members: by sketches, exactly where that is asked for or the sketches leave it open. */
@Injectable()
export class LibraryComparisons {
  constructor(
    private readonly requests: EvaluationRequests,
    private readonly sketches: LibrarySketches,
    private readonly store: LibrariesStore,
  ) {}

  /** The nearest members as their sketches see them. @throws Refusal UNAVAILABLE without a worker */
  async estimate(program: Program, library: LibraryRecord, first: number): Promise<LibraryComparison> {
    const answer = await this.nearest(program, library, { first, above: null });
    const told = answer.members.map(({ factorId }) => factorId);
    const formulas = await this.formulas(library.id, told);
    const found = answer.members.flatMap(({ factorId, estimate }): MemberCorrelation[] => {
      const formula = formulas.get(factorId);
      if (formula === undefined) return [];
      const { correlation = null, standardError = null } = estimate ?? {};
      return [{ factorId, formula, correlation, standardError }];
    });
    return { on: answer.on, members: found, compared: answer.compared, lacking: answer.lacking.length };
  }

  /**
   * Exact figures: of members without a sketch, then of those that the sketches say are nearest, 500 at most in all.
   * @throws Refusal UNAVAILABLE without a worker
   */
  async exact(program: Program, library: LibraryRecord, first: number): Promise<LibraryComparison> {
    const { members: near, lacking } = await this.nearest(program, library, {
      first: MOST_EXACT,
      above: null,
    });
    const ids = [...lacking, ...near.map(({ factorId }) => factorId)].slice(0, MOST_EXACT);
    const formulas = await this.formulas(library.id, ids);
    const found = (await this.correlate(program, library, pick(formulas, ids))).sort(bySimilarity);
    return { on: null, members: found.slice(0, first), compared: found.length, lacking: lacking.length };
  }

  /**
   * Exact figures of every member whose |correlation| may be above a limit, and of the nearest. Ends with the first that
   * is above it: the others change nothing. @throws Refusal UNAVAILABLE without a worker
   */
  async above(
    limit: number,
    program: Program,
    library: LibraryRecord,
    members: readonly Member[],
  ): Promise<MemberCorrelation[]> {
    if (members.length <= ALWAYS_EXACT) return this.correlate(program, library, members);
    const { members: near, lacking } = await this.nearest(program, library, {
      first: ALWAYS_EXACT,
      above: limit,
    });
    const formulas = new Map(members.map(({ factorId, formula }) => [factorId, formula]));
    const open = pick(formulas, [...near.map(({ factorId }) => factorId), ...lacking]);
    const found: MemberCorrelation[] = [];
    for (let at = 0; at < open.length; at += ASKED_AT_A_TIME) {
      found.push(...(await this.correlate(program, library, open.slice(at, at + ASKED_AT_A_TIME))));
      const stops = found.some(({ correlation }) => correlation === null || Math.abs(correlation) > limit);
      if (stops) break;
    }
    return found;
  }

  private async formulas(
    libraryId: string,
    factorIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const found = await this.store.formulas(libraryId, factorIds);
    return new Map(found.map(({ factorId, formula }) => [factorId, formula]));
  }

  private async nearest(
    program: Program,
    { id, rules }: LibraryRecord,
    wanted: { readonly first: number; readonly above: number | null },
  ): Promise<NearestAnswer> {
    const { datasetId, period, definition } = rules;
    const where = { datasetId, period, definition };
    const answer = await this.requests.nearest({ ...where, libraryId: id, formula: program.text, ...wanted });
    if (answer.lacking.length > 0) await this.sketches.request(id, answer.on.gridId);
    return answer;
  }

  private async correlate(
    program: Program,
    { rules: { datasetId, period, definition } }: LibraryRecord,
    members: readonly Member[],
  ): Promise<MemberCorrelation[]> {
    const found: MemberCorrelation[] = [];
    for (let at = 0; at < members.length; at += ASKED_AT_A_TIME) {
      const asked = members.slice(at, at + ASKED_AT_A_TIME);
      const correlations = await this.requests.correlate({
        datasetId,
        period,
        definition,
        correlation: 'rank',
        formula: program.text,
        others: asked.map(({ formula }) => formula),
      });
      const rowOf = ({ factorId, formula }: Member, index: number): MemberCorrelation => ({
        factorId,
        formula,
        correlation: correlations[index] ?? null,
        standardError: null,
      });
      found.push(...asked.map(rowOf));
    }
    return found;
  }
}

/** Members by their factors, each once, in the order of the ids; what is no member any more is left out. */
function pick(formulas: ReadonlyMap<string, string>, factorIds: readonly string[]): Member[] {
  return [...new Set(factorIds)].flatMap((factorId) => {
    const formula = formulas.get(factorId);
    return formula === undefined ? [] : [{ factorId, formula }];
  });
}
