import { BlockList, isIP } from 'node:net';

/** Ranges that are no address of the public internet (IANA special-purpose registries), and loopback among them. */
const PRIVATE_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** Those that wrap an IPv4 address too: nobody needs them to reach one. */
const PRIVATE_V6 = [
  '::/96',
  '::ffff:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

/** Ranges of both families, each asked with addresses of its own. */
export class AddressRanges {
  private readonly v4 = new BlockList();
  private readonly v6 = new BlockList();

  constructor(ranges: readonly string[]) {
    for (const range of ranges) this.add(range);
  }

  has(address: string): boolean {
    const family = isIP(address);
    if (family === 4) return this.v4.check(address, 'ipv4');
    return family === 6 && this.v6.check(address, 'ipv6');
  }

  private add(range: string): void {
    const [address = '', bits] = range.split('/');
    const isV4 = isIP(address) === 4;
    const list = isV4 ? this.v4 : this.v6;
    list.addSubnet(address, Number(bits ?? (isV4 ? 32 : 128)), isV4 ? 'ipv4' : 'ipv6');
  }
}

/** Whether a text is an address or a range such as `10.0.0.0/8`. */
export function isAddressRange(text: string): boolean {
  const match = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text);
  const family = isIP(match?.[1] ?? '');
  return family !== 0 && Number(match?.[2] ?? 0) <= (family === 4 ? 32 : 128);
}

const NOT_PUBLIC = new AddressRanges([...PRIVATE_V4, ...PRIVATE_V6]);
const LOOPBACK = new AddressRanges(['127.0.0.0/8', '::1/128']);

export const isPublicAddress = (address: string): boolean => isIP(address) !== 0 && !NOT_PUBLIC.has(address);
export const isLoopbackAddress = (address: string): boolean => LOOPBACK.has(address);
