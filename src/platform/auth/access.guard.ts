import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Refusal } from '../../core/outcome/refusal.ts';
import { ACCESS_METADATA, changesThings, type LeastRole, mayDo } from './access.ts';
import { type Asked, askedOf } from './asked.ts';
import { Audit } from './audit.store.ts';

/** Denies by default: a handler says which role it wants, and what says nothing is nobody's. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly audit: Audit,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const asked = askedOf(context);
    if (asked === null) return true;
    const least = leastRoleOf(this.reflector, context);
    if (least === 'anyone') return true;
    if (asked.caller === null) throw unauthenticated(asked);
    if (least !== undefined && mayDo(asked.caller.role, least)) return true;
    if (least === undefined || changesThings(least))
      await this.audit.record(asked, asked.caller, 'FORBIDDEN');
    throw forbidden(asked, least);
  }
}

export const leastRoleOf = (reflector: Reflector, context: ExecutionContext): LeastRole | undefined =>
  reflector.getAllAndOverride<LeastRole | undefined>(ACCESS_METADATA, [
    context.getHandler(),
    context.getClass(),
  ]);

const unauthenticated = ({ operation }: Asked): Refusal =>
  new Refusal('UNAUTHENTICATED', `${operation}: expected a live key of this service, got none`, {
    expected: 'a live key of this service',
    actual: 'no key',
    where: operation,
    remedy: 'send `Authorization: Bearer KEY`; a WebSocket sends it in the payload of connection_init',
  });

const forbidden = ({ operation, caller }: Asked, least: LeastRole | undefined): Refusal =>
  new Refusal('FORBIDDEN', `${operation}: expected the role ${least ?? 'of nobody'}, got ${caller?.role}`, {
    expected: least ?? 'nothing: no role may call this',
    actual: caller?.role,
    where: operation,
    remedy: least ? `ask with a key of the role ${least}` : 'this is a fault of the service: report it',
  });
