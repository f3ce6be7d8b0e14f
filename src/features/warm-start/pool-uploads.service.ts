import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { FactorPrograms } from '../factors/factor-programs.service.ts';
import { KeptFormulas } from '../factors/kept-formulas.service.ts';
import { PoolDistinct } from './pool-distinct.service.ts';
import { asOffered, type OfferedProgram } from './pool-sources.service.ts';
import { type PoolRecord, PoolsStore } from './pools.store.ts';
import type { PushFormulasInput } from './push.inputs.ts';
import type { PushedLineModel, PushResultModel } from './push.models.ts';

export const MOST_LINES = 1_000;
/** Lines that are read before others have their turn on the service's thread. */
const AT_A_TIME = 50;

/** An upload as a file of lines. */
export const linesOf = (text: string): string[] => text.split(/\r\n|\n|\r/);

/** Uploads of formulas to lists: what can be read is kept, what cannot is told line by line. */
@Injectable()
export class PoolUploads {
  constructor(
    private readonly store: PoolsStore,
    private readonly programs: FactorPrograms,
    private readonly formulas: KeptFormulas,
    private readonly distinct: PoolDistinct,
  ) {}

  /**
   * @param most programs that a list may have
   * @throws Refusal INVALID_INPUT for too many lines or programs, CONFLICT for a pool that is no list, NOT_FOUND of the
   *   market, UNAVAILABLE where behaviour is to be compared and no worker answers
   */
  async push(pool: PoolRecord, input: PushFormulasInput, most: number): Promise<PushResultModel> {
    if (pool.kind !== 'LIST') throw noList(pool);
    const lines = input.formulas.map((text, at) => ({ text: text.trim(), line: at + 1 }));
    const written = lines.filter(({ text }) => text !== '' && !text.startsWith('#'));
    if (written.length > MOST_LINES) throw tooManyLines(written.length);
    const members = await this.store.members(pool.id);
    const datasetId = input.datasetId ?? (await this.programs.newestMarket());
    const read = await this.read(written, datasetId, new Set(members.map(({ factorId }) => factorId)));
    const known = members.map(({ formula }) => formula);
    const told = input.distinct ? await this.withoutLike(read, known, input.distinct) : read;
    const accepted = told.filter(({ outcome }) => outcome === 'ACCEPTED');
    const kept = accepted.length > 0 && !(input.atomic && told.some(({ outcome }) => outcome === 'REFUSED'));
    if (kept) await this.keep(pool, accepted, datasetId, most);
    return resultOf(told, kept);
  }

  private async read(
    lines: readonly { readonly text: string; readonly line: number }[],
    datasetId: string,
    present: ReadonlySet<string>,
  ): Promise<PushedLineModel[]> {
    const known = new Set(present);
    const read: PushedLineModel[] = [];
    for (const [at, { text, line }] of lines.entries()) {
      if (at > 0 && at % AT_A_TIME === 0) await new Promise((resolve) => setImmediate(resolve));
      try {
        const program = asOffered(await this.programs.parse(text, datasetId), 'upload');
        const outcome = known.has(program.factorId) ? 'DUPLICATE' : 'ACCEPTED';
        known.add(program.factorId);
        read.push(understood(line, program, outcome));
      } catch (error) {
        if (!(error instanceof Refusal) || !error.code.startsWith('FORMULA_')) throw error;
        read.push(refused(line, error));
      }
    }
    return read;
  }

  private async withoutLike(
    read: readonly PushedLineModel[],
    present: readonly string[],
    wish: NonNullable<PushFormulasInput['distinct']>,
  ): Promise<PushedLineModel[]> {
    const comparison = await this.distinct.open(wish);
    const fresh = read.filter(({ outcome }) => outcome === 'ACCEPTED');
    const formulas = fresh.map(({ formula }) => formula ?? '');
    const chosen = await this.distinct.fitting(present, comparison);
    const { alike } = await this.distinct.take(comparison, chosen, formulas, Math.max(1, formulas.length));
    const unwanted = new Set(alike.map((at) => fresh[at]!.line));
    return read.map((line) => (unwanted.has(line.line) ? { ...line, outcome: 'ALIKE' } : line));
  }

  private async keep(
    pool: PoolRecord,
    accepted: readonly PushedLineModel[],
    datasetId: string,
    most: number,
  ): Promise<void> {
    const formulas = accepted.map(({ formula }) => formula ?? '');
    const factorIds = await this.formulas.keepAll({ formulas, datasetId });
    await this.store.push(
      pool.id,
      factorIds.map((factorId) => ({ factorId, source: 'upload' })),
      most,
    );
  }
}

const understood = (
  line: number,
  program: OfferedProgram,
  outcome: 'ACCEPTED' | 'DUPLICATE',
): PushedLineModel => ({
  line,
  outcome,
  formula: program.formula,
  factorId: program.factorId,
  code: null,
  message: null,
  expected: null,
  start: null,
  end: null,
});

const refused = (line: number, { code, message, details }: Refusal): PushedLineModel => ({
  line,
  outcome: 'REFUSED',
  formula: null,
  factorId: null,
  code,
  message,
  expected: details.expected ?? null,
  start: details.position?.start ?? null,
  end: details.position?.end ?? null,
});

function resultOf(told: readonly PushedLineModel[], kept: boolean): PushResultModel {
  const count = (...outcomes: string[]): number =>
    told.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    kept,
    accepted: count('ACCEPTED'),
    duplicates: count('DUPLICATE', 'ALIKE'),
    refused: count('REFUSED'),
    lines: [...told],
  };
}

const noList = ({ name }: PoolRecord): Refusal =>
  new Refusal('CONFLICT', `warm-start pool "${name}" is a query: nothing can be uploaded to it`, {
    expected: 'a list',
    actual: 'a query',
    where: 'poolId',
    remedy: 'make a list, with or without formulas, and upload to that',
  });

const tooManyLines = (count: number): Refusal =>
  new Refusal('INVALID_INPUT', `upload: expected at most ${MOST_LINES} formulas, got ${count}`, {
    expected: `at most ${MOST_LINES} formulas`,
    actual: String(count),
    where: 'formulas',
    remedy: 'upload them in parts',
  });
