import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Refusal } from '../../core/outcome/refusal.ts';
import { AddressRanges, isAddressRange, isLoopbackAddress, isPublicAddress } from './address-ranges.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Gives the addresses of a host name. */
export type ResolveHost = (host: string) => Promise<readonly ResolvedAddress[]>;

const resolveByDns: ResolveHost = (host) => lookup(host, { all: true, verbatim: true });

/**
 * Which addresses the service may call on behalf of users, so that nobody reaches by it what they cannot reach
 * themselves. Entries: `public` (every address of the public internet), `loopback`, an address or a range
 * (`10.0.0.0/8`), a host name, or `*.example.com` for all below it; a host that is named may live anywhere.
 */
export class TargetPolicy {
  private readonly ranges: AddressRanges;
  private readonly words: ReadonlySet<string>;

  constructor(
    entries: readonly string[],
    private readonly resolveHost: ResolveHost = resolveByDns,
  ) {
    this.words = new Set(
      entries.filter((entry) => !isAddressRange(entry)).map((entry) => entry.toLowerCase()),
    );
    this.ranges = new AddressRanges(entries.filter(isAddressRange));
  }

  /** What can be told without asking for addresses. @throws Refusal INVALID_INPUT, ADDRESS_NOT_ALLOWED */
  parse(text: string): URL {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (!url || !['https:', 'http:'].includes(url.protocol)) throw notAnAddress(text);
    if (url.username !== '' || url.password !== '') throw withCredentials();
    const host = hostOf(url);
    if (isIP(host) !== 0) this.require(host, host);
    return url;
  }

  /**
   * Addresses that a URL may be called at now; whoever calls connects to one of these and asks no name server again.
   * @throws Refusal ADDRESS_NOT_ALLOWED where any of its addresses is none that may be called; or what the resolver throws
   */
  async addressesOf(url: URL): Promise<readonly ResolvedAddress[]> {
    const host = hostOf(url);
    const family = isIP(host);
    const found = family !== 0 ? [{ address: host, family }] : await this.resolveHost(host);
    for (const { address } of found) this.require(address, host);
    return found;
  }

  private require(address: string, host: string): void {
    if (this.namesHost(host) || this.ranges.has(address)) return;
    if (this.words.has('public') && isPublicAddress(address)) return;
    if (this.words.has('loopback') && isLoopbackAddress(address)) return;
    throw notAllowed(host);
  }

  private namesHost(host: string): boolean {
    const labels = host.toLowerCase().replace(/\.$/, '').split('.');
    if (this.words.has(labels.join('.'))) return !['public', 'loopback'].includes(labels.join('.'));
    return labels.some((_, at) => at > 0 && this.words.has(`*.${labels.slice(at).join('.')}`));
  }
}

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

const notAnAddress = (text: string): Refusal =>
  new Refusal('INVALID_INPUT', 'webhook: expected a URL that begins with https:// or http://', {
    expected: 'https://host/path',
    actual: text.slice(0, 200),
    where: 'url',
    remedy: 'give the address that events are to be posted to',
  });

const withCredentials = (): Refusal =>
  new Refusal('INVALID_INPUT', 'webhook: expected a URL without user name and password', {
    expected: 'a URL without user:password@',
    where: 'url',
    remedy: 'what is sent is signed: verify the signature instead',
  });

/** Says nothing of which address it was: that would tell of the network inside. */
const notAllowed = (host: string): Refusal =>
  new Refusal('ADDRESS_NOT_ALLOWED', `webhook: ${host.slice(0, 200)} may not be called by this service`, {
    expected: 'an address that FACTORMINE_WEBHOOK_TARGETS allows',
    actual: host.slice(0, 200),
    where: 'url',
    remedy: 'whoever runs the service may add the host or its range to FACTORMINE_WEBHOOK_TARGETS',
  });
