import { SetMetadata } from '@nestjs/common';

/**
 * What a caller may do; each role may do all that those before it may.
 * viewer: read. researcher: also create and measure (experiments, runs, libraries, pools, uploads).
 * operator: also what changes or removes the work of others (imports, schedules, webhooks, retention, deletions).
 * admin: also keys, the audit and the queue page.
 */
export const ACCESS_ROLES = ['viewer', 'researcher', 'operator', 'admin'] as const;

export type AccessRole = (typeof ACCESS_ROLES)[number];

export const ACCESS_METADATA = 'factormine:access';

/** The least role that may call a route, a query, a mutation or a subscription. Without it nobody may. */
export const Access = (role: AccessRole): MethodDecorator & ClassDecorator =>
  SetMetadata(ACCESS_METADATA, role);
