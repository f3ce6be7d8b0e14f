import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { catchError, from, map, mergeMap, Observable, tap, throwError } from 'rxjs';
import { Refusal } from '../../core/outcome/refusal.ts';
import { forgetMoment } from '../database/moment.ts';
import { leastRoleOf } from './access.guard.ts';
import { changesThings, type LeastRole } from './access.ts';
import { type Asked, askedOf } from './asked.ts';
import { Audit } from './audit.store.ts';
import { onBehalfOf } from './caller.ts';
import { IdempotentCalls } from './idempotent-calls.ts';
import type { Identity } from './key-ring.ts';

/** Every call is done in the name of its caller; what changes something is audited, and done once under a caller's key. */
@Injectable()
export class CallsInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly audit: Audit,
    private readonly idempotent: IdempotentCalls,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const asked = askedOf(context);
    if (asked?.caller == null) return next.handle();
    const { caller, operation } = asked;
    const work = inNameOf(caller, operation, next);
    const least = leastRoleOf(this.reflector, context);
    if (least === undefined || !changesThings(least) || onlyReads(asked, least)) return work;
    return this.idempotent.once(context, asked, caller, this.audited(asked, caller, work));
  }

  private audited(asked: Asked, caller: Identity, work: Observable<unknown>): Observable<unknown> {
    return work.pipe(
      tap(() => forgetMoment()),
      mergeMap((answer) =>
        from(this.audit.record(asked, caller, 'DONE', subjectOf(asked, answer))).pipe(map(() => answer)),
      ),
      catchError((error: unknown) => {
        const outcome = error instanceof Refusal ? error.code : 'FAILED';
        const recorded = this.audit.record(asked, caller, outcome, subjectOf(asked, null));
        return from(recorded).pipe(mergeMap(() => throwError(() => error)));
      }),
    );
  }
}

/** What operators and admins alone may read is no change either; what researchers ask may make workers measure. */
const onlyReads = ({ operation }: Asked, least: LeastRole): boolean =>
  operation.startsWith('GET ') || (least !== 'researcher' && operation.startsWith('query '));

const inNameOf = (caller: Identity, operation: string, next: CallHandler): Observable<unknown> =>
  new Observable((subscriber) =>
    onBehalfOf({ ...caller, operation }, () => next.handle().subscribe(subscriber)),
  );

const MOST_CHARACTERS = 200;

/** What was changed: the answer's own id, else the id that the call named first. */
function subjectOf({ input }: Asked, answer: unknown): string | null {
  const own = (answer as { id?: unknown } | null)?.id;
  if (typeof own === 'string') return own;
  const given = { ...(input as { params?: object }).params, ...(input as object) };
  const named = Object.entries(given).find(
    ([name, value]) => /(^id|Id)$/.test(name) && typeof value === 'string',
  );
  // What the store cannot hold as text must not cost the entry.
  return named ? String(named[1]).slice(0, MOST_CHARACTERS).replaceAll('\0', '?') : null;
}
