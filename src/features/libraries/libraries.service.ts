import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '../../core/outcome/refusal.ts';
import { factorIdOf } from '../../core/program/factor-id.ts';
import type { Program } from '../../core/program/program.ts';
import type { Page, PageRequest } from '../../platform/paging/page.ts';
import { TrialsStore } from '../evaluations/trials.store.ts';
import { groundOf } from '../factors/correlation.models.ts';
import { FactorPrograms } from '../factors/factor-programs.service.ts';
import { FactorQueriesStore } from '../factors/factor-queries.store.ts';
import { FactorStatisticsService } from '../factors/factor-statistics.service.ts';
import { Measurements } from '../factors/measurements.service.ts';
import { checkAdmission, type LibraryRules, notAdmitted } from './admission-checks.ts';
import { LibrariesStore, type LibraryRecord, type MemberRecord } from './libraries.store.ts';
import type { AdmitFactorInput, CreateLibraryInput, UpdateLibraryRulesInput } from './library.models.ts';
import { LibraryComparisons } from './library-comparisons.service.ts';
import { type LibraryCorrelationModel, MOST_MEMBERS } from './library-correlation.models.ts';
import { type ChangeRecord, type DecisionRecord, LibraryHistoryStore } from './library-history.store.ts';

const DEFAULT_MINIMUM_IC = 0.02;
const DEFAULT_MAXIMUM_CORRELATION = 0.7;
/** Members that an answer tells, unless more or fewer are asked for. */
const DEFAULT_FIRST = 50;
/** How often an admission is checked again because another came between. */
const ATTEMPTS = 3;
export const MOST_CHANGES = 1_000;

/** What is to be compared with a library. */
export interface LibraryCorrelationQuery extends Pick<AdmitFactorInput, 'factorId' | 'formula'> {
  /** So many members are told. */
  readonly first?: number | undefined;
  readonly exact?: boolean | undefined;
}

type Measured = Awaited<ReturnType<FactorStatisticsService['measureOn']>>;

/** Curated sets of factors: rules, admissions that show their checks, retirements that say why. */
@Injectable()
export class LibrariesService {
  constructor(
    private readonly store: LibrariesStore,
    private readonly measurements: Measurements,
    private readonly programs: FactorPrograms,
    private readonly factors: FactorQueriesStore,
    private readonly statistics: FactorStatisticsService,
    private readonly comparisons: LibraryComparisons,
    private readonly history: LibraryHistoryStore,
    private readonly trials: TrialsStore,
  ) {}

  /** @throws Refusal ALREADY_EXISTS, and as `Measurements.resolve` */
  async create(input: CreateLibraryInput): Promise<LibraryRecord> {
    const { market, period, definition } = await this.measurements.resolve(input.measurement);
    const rules = {
      datasetId: market.id,
      period,
      definition,
      icKind: input.icKind ?? 'rank',
      minimumIc: input.minimumIc ?? DEFAULT_MINIMUM_IC,
      maximumCorrelation: input.maximumCorrelation ?? DEFAULT_MAXIMUM_CORRELATION,
      minimumCoverage: input.minimumCoverage ?? definition.minimumCoverage,
      ...optionalRules(input),
    };
    return this.store.insert({ id: uuidv7(), name: input.name, rules });
  }

  /** @throws Refusal NOT_FOUND */
  get(id: string): Promise<LibraryRecord> {
    return this.store.get(id);
  }

  /** Newest first. */
  list(page: PageRequest): Promise<Page<LibraryRecord>> {
    return this.store.list(page);
  }

  /** In the order in which they joined. @throws Refusal NOT_FOUND */
  async members(libraryId: string, retired: boolean, page: PageRequest): Promise<Page<MemberRecord>> {
    const { id } = await this.store.get(libraryId);
    return (await this.store.memberPagesOf([id], retired, page))[0]!;
  }

  /**
   * Measures a factor by the library's rules, has it join if every check passes, and keeps its figures.
   * A factor that is a member already stays one.
   * @throws Refusal LIBRARY_NOT_ADMITTED with every failed check unless forced; NOT_FOUND, FORMULA_*, CONFLICT
   *   while others keep joining, UNAVAILABLE without a worker
   */
  async admit(libraryId: string, input: AdmitFactorInput): Promise<MemberRecord> {
    const { id, name, rules } = await this.store.get(libraryId);
    const program = await this.programOf(input, rules);
    let measured: Measured | null = null;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      // Read anew: whatever changes from here on, members or rules, is seen by its revision.
      const library = await this.store.get(id);
      const members = await this.store.members(id, false);
      const member = members.find(({ factorId }) => factorId === factorIdOf(program.hash));
      if (member) return member;
      // What rules may change does not touch the measurement.
      measured ??= await this.measure(program, rules);
      const admitted = await this.decide(library, members, {
        program,
        measured,
        force: input.force ?? false,
      });
      if (admitted) return admitted;
    }
    throw new Refusal('CONFLICT', `library "${name}": it changed while the factor was checked`, {
      where: 'libraryId',
      remedy: 'admit it again',
    });
  }

  /** What is left out stays, null asks for it no more. Members stay members. @throws Refusal NOT_FOUND */
  async changeRules(libraryId: string, change: UpdateLibraryRulesInput): Promise<LibraryRecord> {
    const { id } = await this.store.get(libraryId);
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    const missing = MANDATORY.find((name) => change[name] === null);
    if (missing) throw mandatory(missing);
    return this.store.changeRules(id, (now) => {
      const merged = { ...now, ...Object.fromEntries(given) };
      return Object.fromEntries(
        Object.entries(merged).filter(([, value]) => value !== null),
      ) as typeof merged;
    });
  }

  /** As they were after a revision. @throws Refusal NOT_FOUND */
  async membersAt(libraryId: string, revision: number): Promise<MemberRecord[]> {
    const { id } = await this.store.get(libraryId);
    return this.store.membersAt(id, revision);
  }

  /** Who was checked and what was decided, newest first. @throws Refusal NOT_FOUND */
  async decisions(
    libraryId: string,
    admitted: boolean | null,
    page: PageRequest,
  ): Promise<Page<DecisionRecord>> {
    const { id } = await this.store.get(libraryId);
    return (await this.history.decisionsOf([id], admitted, page))[0]!;
  }

  /** Newest first. @throws Refusal NOT_FOUND */
  async changes(libraryId: string): Promise<ChangeRecord[]> {
    const { id } = await this.store.get(libraryId);
    return (await this.history.changesOf([id], MOST_CHANGES))[0]!;
  }

  /** @throws Refusal NOT_FOUND */
  async retire(libraryId: string, factorId: string, reason: string): Promise<MemberRecord> {
    const { id } = await this.store.get(libraryId);
    return this.store.retire(id, factorId, reason);
  }

  /**
   * The members that are most similar, by sketches or exactly. @throws Refusal NOT_FOUND, FORMULA_*, PERIOD_INVALID where
   * no day can be sketched, UNAVAILABLE
   */
  async correlation(libraryId: string, input: LibraryCorrelationQuery): Promise<LibraryCorrelationModel> {
    const first = input.first ?? DEFAULT_FIRST;
    if (!(first >= 1 && first <= MOST_MEMBERS)) throw refuseFirst(first);
    const library = await this.store.get(libraryId);
    const program = await this.programOf(input, library.rules);
    const { on, ...found } = input.exact
      ? await this.comparisons.exact(program, library, first)
      : await this.comparisons.estimate(program, library, first);
    return { ...found, members: [...found.members], ground: groundOf(library.rules.period, on) };
  }

  /**
   * By the members and rules as they were read.
   * @returns null where they have changed meanwhile
   * @throws Refusal LIBRARY_NOT_ADMITTED
   */
  private async decide(
    library: LibraryRecord,
    members: readonly MemberRecord[],
    candidate: { readonly program: Program; readonly measured: Measured; readonly force: boolean },
  ): Promise<MemberRecord | null> {
    const { id: libraryId, name, rules, revision } = library;
    const { program, force } = candidate;
    const { statistics } = candidate.measured;
    const checks = checkAdmission(
      rules,
      statistics,
      await this.comparisons.above(rules.maximumCorrelation, program, library, members),
      (await this.trials.ofDatasets([rules.datasetId]))[0],
    );
    const forced = checks.some(({ passed }) => !passed);
    const wished = { factorId: factorIdOf(program.hash), formula: program.text, checks, forced };
    if (forced && !force) {
      const refused = { ...wished, admitted: false, forced: false };
      if (await this.history.decide(libraryId, revision, refused)) throw notAdmitted(name, checks);
      return null;
    }
    const admissionIc = (rules.icKind === 'rank' ? statistics.rankIc : statistics.ic).mean;
    return this.store.admit({ id: uuidv7(), libraryId, ...wished, admissionIc }, revision);
  }

  private async programOf(
    { factorId, formula }: Pick<AdmitFactorInput, 'factorId' | 'formula'>,
    rules: LibraryRules,
  ): Promise<Program> {
    if (Boolean(factorId) === Boolean(formula)) throw eitherFactorOrFormula();
    const text = factorId ? (await this.factors.get(factorId)).formula : (formula ?? '');
    return this.programs.parse(text, rules.datasetId);
  }

  private async measure(
    program: Program,
    { datasetId, period, definition, icKind }: LibraryRules,
  ): Promise<Measured> {
    const where = await this.measurements.resolve({ datasetId, period, definition });
    return this.statistics.measureOn(program, { ...where, fitness: icKind });
  }
}

/** Rules that every library has. */
const MANDATORY = ['minimumIc', 'maximumCorrelation', 'minimumCoverage'] as const;

const mandatory = (name: string): Refusal =>
  new Refusal('INVALID_INPUT', `${name}: expected a number, got null`, {
    expected: 'a number from 0 to 1: every library has this rule',
    actual: 'null',
    where: name,
    remedy: 'leave it out to keep it, or give 0 (1 for a correlation) to let everything pass',
  });

/** Rules that a library may do without. */
function optionalRules({
  minimumResidualIc,
  maximumFactorTurnover,
  maximumPValue,
  fading,
}: CreateLibraryInput): Partial<LibraryRules> {
  const given = { minimumResidualIc, maximumFactorTurnover, maximumPValue, fading };
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== null),
  );
}

const refuseFirst = (first: number): Refusal =>
  new Refusal(
    'INVALID_INPUT',
    `correlation with a library: expected 1 to ${MOST_MEMBERS} members, got ${first}`,
    {
      expected: `1 to ${MOST_MEMBERS}`,
      actual: String(first),
      where: 'first',
      remedy: 'ask for fewer: they are told most similar first',
    },
  );

const eitherFactorOrFormula = (): Refusal =>
  new Refusal('INVALID_INPUT', 'expected either factorId or formula', {
    expected: 'exactly one of factorId, formula',
    actual: 'both or none',
    where: 'formula',
    remedy: 'give factorId or formula',
  });
