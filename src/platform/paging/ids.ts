import { Refusal } from '../../core/outcome/refusal.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isUuid = (text: string): boolean => UUID.test(text);

/**
 * Ids reach SQL only as UUIDs: a malformed one is the caller's fault, not a fault of the driver.
 * @throws Refusal INVALID_INPUT
 */
export function requireUuid(text: string, where: string): string {
  if (isUuid(text)) return text;
  throw new Refusal('INVALID_INPUT', `${where}: expected a UUID`, {
    expected: 'an id as this service hands them out',
    actual: text.slice(0, 60),
    where,
    remedy: 'copy the id from a list or an earlier answer',
  });
}
