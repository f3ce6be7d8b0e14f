import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '../../core/outcome/refusal.ts';
import { factorIdOf } from '../../core/program/factor-id.ts';
import type { Program } from '../../core/program/program.ts';
import type { Page, PageRequest } from '../../platform/paging/page.ts';
import { EvaluationRequests } from '../evaluations/evaluation-requests.service.ts';
import { FactorPrograms } from '../factors/factor-programs.service.ts';
import { FactorQueriesStore } from '../factors/factor-queries.store.ts';
import { FactorStatisticsService } from '../factors/factor-statistics.service.ts';
import { Measurements } from '../factors/measurements.service.ts';
import {
  type AdmissionCheck,
  bySimilarity,
  checkAdmission,
  type MemberCorrelation,
  notAdmitted,
} from './admission-checks.ts';
import { LibrariesStore, type LibraryRecord, type MemberRecord } from './libraries.store.ts';
import type { AdmitFactorInput, CreateLibraryInput } from './library.models.ts';

const DEFAULT_MINIMUM_IC = 0.02;
const DEFAULT_MAXIMUM_CORRELATION = 0.7;
/** Members that one question to a worker may name. */
const ASKED_AT_A_TIME = 500;
/** How often an admission is checked again because another came between. */
const ATTEMPTS = 3;

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
    private readonly requests: EvaluationRequests,
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
  async members(libraryId: string, retired: boolean): Promise<MemberRecord[]> {
    const { id } = await this.store.get(libraryId);
    return this.store.members(id, retired);
  }

  /**
   * Measures a factor by the library's rules, has it join if every check passes, and keeps its figures.
   * A factor that is a member already stays one.
   * @throws Refusal LIBRARY_NOT_ADMITTED with every failed check unless forced; NOT_FOUND, FORMULA_*, CONFLICT
   *   while others keep joining, UNAVAILABLE without a worker
   */
  async admit(libraryId: string, input: AdmitFactorInput): Promise<MemberRecord> {
    const library = await this.store.get(libraryId);
    const program = await this.programOf(input, library);
    const factorId = factorIdOf(program.hash);
    let measured: Measured | null = null;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const members = await this.store.members(library.id, false);
      const member = members.find((one) => one.factorId === factorId);
      if (member) return member;
      measured ??= await this.measure(program, library);
      const checks = checkAdmission(
        library.rules,
        measured.statistics,
        await this.correlate(program, library, members),
      );
      const admitted = await this.join({ library, factorId, checks, force: input.force ?? false }, members);
      if (admitted) return admitted;
    }
    throw new Refusal(
      'CONFLICT',
      `library "${library.name}": its members changed while the factor was checked`,
      {
        where: 'libraryId',
        remedy: 'admit it again',
      },
    );
  }

  /** @throws Refusal NOT_FOUND */
  async retire(libraryId: string, factorId: string, reason: string): Promise<MemberRecord> {
    const { id } = await this.store.get(libraryId);
    return this.store.retire(id, factorId, reason);
  }

  /** Each member with its signed correlation, most similar first. @throws Refusal NOT_FOUND, FORMULA_*, UNAVAILABLE */
  async correlation(
    libraryId: string,
    input: Pick<AdmitFactorInput, 'factorId' | 'formula'>,
  ): Promise<MemberCorrelation[]> {
    const library = await this.store.get(libraryId);
    const program = await this.programOf(input, library);
    const members = await this.store.members(library.id, false);
    return (await this.correlate(program, library, members)).sort(bySimilarity);
  }

  private async programOf(
    { factorId, formula }: Pick<AdmitFactorInput, 'factorId' | 'formula'>,
    { rules }: LibraryRecord,
  ): Promise<Program> {
    if (Boolean(factorId) === Boolean(formula)) throw eitherFactorOrFormula();
    const text = factorId ? (await this.factors.get(factorId)).formula : (formula ?? '');
    return this.programs.parse(text, rules.datasetId);
  }

  private async measure(program: Program, { rules }: LibraryRecord): Promise<Measured> {
    const { datasetId, period, definition, icKind } = rules;
    const where = await this.measurements.resolve({ datasetId, period, definition });
    return this.statistics.measureOn(program, { ...where, fitness: icKind });
  }

  private async correlate(
    program: Program,
    { rules }: LibraryRecord,
    members: readonly MemberRecord[],
  ): Promise<MemberCorrelation[]> {
    const { datasetId, period, definition } = rules;
    const found: MemberCorrelation[] = [];
    for (let at = 0; at < members.length; at += ASKED_AT_A_TIME) {
      const asked = members.slice(at, at + ASKED_AT_A_TIME);
      const correlations = await this.requests.correlate({
        datasetId,
        period,
        definition,
        correlation: 'rank',
        formula: program.text,
        others: asked.map((member) => member.formula),
      });
      found.push(
        ...asked.map(({ factorId, formula }, index) => ({
          factorId,
          formula,
          correlation: correlations[index] ?? null,
        })),
      );
    }
    return found;
  }

  private join(
    wish: {
      readonly library: LibraryRecord;
      readonly factorId: string;
      readonly checks: AdmissionCheck[];
      readonly force: boolean;
    },
    checkedAgainst: readonly MemberRecord[],
  ): Promise<MemberRecord | null> {
    const { library, factorId, checks, force } = wish;
    const forced = checks.some(({ passed }) => !passed);
    if (forced && !force) throw notAdmitted(library.name, checks);
    const member = { id: uuidv7(), libraryId: library.id, factorId, checks, forced };
    return this.store.admit(
      member,
      checkedAgainst.map(({ id }) => id),
    );
  }
}

const eitherFactorOrFormula = (): Refusal =>
  new Refusal('INVALID_INPUT', 'expected either factorId or formula', {
    expected: 'exactly one of factorId, formula',
    actual: 'both or none',
    where: 'formula',
    remedy: 'give factorId or formula',
  });
