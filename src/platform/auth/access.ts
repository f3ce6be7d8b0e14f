import { SetMetadata } from '@nestjs/common';

/**
 * What a caller may do; each role may do all that those before it may.
 * viewer: read. researcher: also create and measure (experiments, runs, libraries, pools, uploads).
 * operator: also what changes or removes the work of others (imports, schedules, webhooks, retention, deletions).
 * admin: also keys, the audit and the queue page.
 */
export const ACCESS_ROLES = ['viewer', 'researcher', 'operator', 'admin'] as const;

export type AccessRole = (typeof ACCESS_ROLES)[number];

/** What stands on a handler: a role, or `anyone` for what even machines without a key may ask. */
export type LeastRole = AccessRole | 'anyone';

export const ACCESS_METADATA = 'factormine:access';

/** The least role that may call a route, a query, a mutation or a subscription. Without it nobody may. */
export const Access = (role: AccessRole): MethodDecorator & ClassDecorator =>
  SetMetadata(ACCESS_METADATA, role);

/** Open to all, with or without a key: health alone. */
export const OpenToAll = (): MethodDecorator & ClassDecorator =>
  SetMetadata(ACCESS_METADATA, 'anyone' satisfies LeastRole);

/** Whether one who has `role` may do what `least` is asked for. */
export const mayDo = (role: AccessRole, least: AccessRole): boolean =>
  ACCESS_ROLES.indexOf(role) >= ACCESS_ROLES.indexOf(least);

/** What changes something is never a viewer's: such calls are audited, and may be repeated under one key. */
export const changesThings = (least: LeastRole): boolean => least !== 'anyone' && least !== 'viewer';
