import { createHash } from 'node:crypto';
import { type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { defer, from, lastValueFrom, type Observable } from 'rxjs';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { Asked } from './asked.ts';
import { callerId } from './caller.ts';
import { IdempotencyStore, type KeyedCall, type Standing } from './idempotency.store.ts';
import type { Identity } from './key-ring.ts';
import { packDates, unpackDates } from './packed-dates.ts';

const OWN_KEY = 'factormine:own-idempotency';
const SECRET = 'factormine:shows-a-secret';
const LONGEST_KEY = 200;
const WAIT_MS = 10_000;
const LOOK_EVERY_MS = 100;

/** The handler keeps keys itself, for good: runs and imports. */
export const KeepsItsOwnKeys = (): MethodDecorator => SetMetadata(OWN_KEY, true);

/** The answer holds a secret, which is shown once and kept nowhere: the same call again is told that it was made. */
export const ShowsASecret = (): MethodDecorator => SetMetadata(SECRET, true);

/** Calls under a header `Idempotency-Key` are made once; the same call under the same key gets the same answer again. */
@Injectable()
export class IdempotentCalls {
  constructor(
    private readonly reflector: Reflector,
    private readonly store: IdempotencyStore,
  ) {}

  /**
   * @throws Refusal INVALID_INPUT for a key that stood for another call, CONFLICT while the first one is
   * still under way, or where its answer held a secret
   */
  once(
    context: ExecutionContext,
    asked: Asked,
    caller: Identity,
    work: Observable<unknown>,
  ): Observable<unknown> {
    const key = asked.request?.headers['idempotency-key'];
    const keepsOwn = this.reflector.get<boolean | undefined>(OWN_KEY, context.getHandler());
    if (typeof key !== 'string' || keepsOwn) return work;
    requireKey(key);
    const call: KeyedCall = { caller: callerId(caller), key, operation: asked.operation };
    return defer(() => from(this.answer(context, call, hashOf(asked.input), work)));
  }

  private async answer(
    context: ExecutionContext,
    call: KeyedCall,
    requestHash: string,
    work: Observable<unknown>,
  ): Promise<unknown> {
    const standing = await this.settled(call, requestHash);
    if (standing.state !== 'OURS' && standing.requestHash !== requestHash) throw anotherCall(call);
    if (standing.state === 'UNDER_WAY') throw stillUnderWay(call);
    const isSecret = this.reflector.get<boolean | undefined>(SECRET, context.getHandler()) ?? false;
    if (standing.state === 'ANSWERED') {
      if (isSecret) throw shownOnce(call);
      tellReplayed(context);
      return unpackDates(standing.answer);
    }
    try {
      const answer = await lastValueFrom(work, { defaultValue: null });
      await this.store.answered(call, isSecret ? null : packDates(answer));
      return answer;
    } catch (error) {
      await this.store.giveBack(call);
      throw error;
    }
  }

  /** Waits for an equal call that is under way. */
  private async settled(call: KeyedCall, requestHash: string): Promise<Standing> {
    const endMs = Date.now() + WAIT_MS;
    for (;;) {
      const standing = await this.store.claim(call, requestHash);
      const waits = standing.state === 'UNDER_WAY' && standing.requestHash === requestHash;
      if (!waits || Date.now() > endMs) return standing;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}

const hashOf = (input: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(input) ?? '')
    .digest('hex');

function tellReplayed(context: ExecutionContext): void {
  if (context.getType<string>() !== 'http') return;
  void context.switchToHttp().getResponse<FastifyReply>().header('idempotency-replayed', 'true');
}

function requireKey(key: string): void {
  if (key.length > 0 && key.length <= LONGEST_KEY) return;
  throw new Refusal(
    'INVALID_INPUT',
    `Idempotency-Key: expected 1 to ${LONGEST_KEY} characters, got ${key.length}`,
    {
      expected: `1 to ${LONGEST_KEY} characters`,
      actual: String(key.length),
      where: 'header Idempotency-Key',
      remedy: 'draw a UUID for each call that is to happen once',
    },
  );
}

const anotherCall = ({ key, operation }: KeyedCall): Refusal =>
  new Refusal('CONFLICT', `Idempotency-Key "${key}": it stood for another ${operation}`, {
    expected: 'the same call as before under this key, or a new key',
    actual: 'another input under the same key',
    where: 'header Idempotency-Key',
    remedy: 'draw a new key for a new call',
  });

const shownOnce = ({ key, operation }: KeyedCall): Refusal =>
  new Refusal('CONFLICT', `Idempotency-Key "${key}": this ${operation} was made, and its secret shown once`, {
    expected: 'a new key, or the secret that was shown',
    actual: 'the same call again',
    where: 'header Idempotency-Key',
    remedy:
      'list what there is; what was made without its secret being seen is revoked or rotated, and made anew',
  });

const stillUnderWay = ({ key, operation }: KeyedCall): Refusal =>
  new Refusal('CONFLICT', `Idempotency-Key "${key}": the first ${operation} is still under way`, {
    expected: 'the first call to have ended',
    actual: `no end within ${WAIT_MS / 1000} s`,
    where: 'header Idempotency-Key',
    remedy: 'ask again in a moment, with the same key',
  });
