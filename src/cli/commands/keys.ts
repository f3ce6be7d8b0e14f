import type { Command } from 'commander';
import { Refusal } from '../../core/outcome/refusal.ts';
import { ApiKeys } from '../../features/access/api-keys.service.ts';
import { ACCESS_ROLES, type AccessRole } from '../../platform/auth/access.ts';
import { withService } from '../service-session.ts';
import { table } from '../table.ts';

interface CreateOptions {
  readonly name: string;
  readonly role: string;
  readonly expires?: string;
}

export function configure(command: Command): void {
  command
    .command('create')
    .description('make a key; it is shown once')
    .requiredOption('--name <name>', 'whose it is')
    .option('--role <role>', ACCESS_ROLES.join(', '), 'viewer')
    .option('--expires <time>', 'RFC 3339 time from which it is refused')
    .action(create);
  command.command('list').description('every key, newest first').action(list);
  command.command('revoke').description('take a key back').argument('<id>', 'of the key').action(revoke);
}

async function create({ name, role, expires }: CreateOptions): Promise<void> {
  if (!ACCESS_ROLES.includes(role as AccessRole)) throw unknownRole(role);
  if (expires !== undefined && Number.isNaN(Date.parse(expires))) throw noTime(expires);
  const input = { name, role: role as AccessRole, ...(expires && { expiresAt: expires }) };
  const { key, id } = await withService((parts) => parts.get(ApiKeys).create(input));
  process.stdout.write(`${key}\n`);
  process.stderr.write(`key ${id} of ${name}, ${role}: it is shown here and never again\n`);
}

async function list(): Promise<void> {
  const keys = await withService((parts) => parts.get(ApiKeys).list());
  const day = (time: Date | null): string => time?.toISOString().slice(0, 16) ?? '-';
  const rows = keys.map((key) => [
    key.id,
    key.name,
    key.role,
    `${key.prefix}...`,
    day(key.expiresAt),
    day(key.revokedAt),
    day(key.lastUsedAt),
  ]);
  process.stdout.write(
    `${table(['key', 'name', 'role', 'begins', 'expires', 'revoked', 'last used'], rows)}\n`,
  );
}

async function revoke(id: string): Promise<void> {
  const { name } = await withService((parts) => parts.get(ApiKeys).revoke(id));
  process.stdout.write(`the key of ${name} is revoked\n`);
}

const unknownRole = (role: string): Refusal =>
  new Refusal('INVALID_INPUT', `--role: expected one of ${ACCESS_ROLES.join(', ')}, got "${role}"`);

const noTime = (text: string): Refusal =>
  new Refusal('INVALID_INPUT', `--expires: expected a time such as 2030-01-31T00:00:00Z, got "${text}"`);
