import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../config/is-loopback.ts';

const PROXIES = ['forwarded', 'x-forwarded-for', 'via'] as const;

const hostnameOf = (authority: string): string => authority.replace(/:\d+$/, '');

/**
 * Without keys, being on this machine is all the permission that is asked for, and pages of strangers run on this
 * machine too, in a browser. They show themselves by an Origin that is not ours, or, after rebinding a name to
 * the loopback address, by a Host that is not a loopback name; what asks for no reading, as an image does, by what the
 * browser says of its site. A proxy shows itself too: whoever stands behind it is not on this machine.
 * @returns what is wrong, or null
 */
export function foreignOrigin(headers: IncomingHttpHeaders): string | null {
  const host = headers.host ?? '';
  if (host !== '' && !isLoopback(hostnameOf(host))) return `Host ${host}`;
  const proxy = PROXIES.find((name) => headers[name] !== undefined);
  if (proxy !== undefined) return `a request by a proxy (${proxy})`;
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site')
    return `a page of another site (Sec-Fetch-Site: ${site})`;
  const { origin } = headers;
  if (origin === undefined) return null;
  return URL.canParse(origin) && new URL(origin).host === host ? null : `Origin ${origin}`;
}
