import { describe, expect, it } from 'vitest';
import { type ResolvedAddress, TargetPolicy } from '../../../../src/features/webhooks/target-policy.ts';

const resolving =
  (...addresses: string[]) =>
  async (): Promise<ResolvedAddress[]> =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

const call = async (policy: TargetPolicy, url: string) => policy.addressesOf(policy.parse(url));
const NOT_ALLOWED = { code: 'ADDRESS_NOT_ALLOWED' };

describe('a policy that allows the public internet', () => {
  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:8.8.8.8]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://0.0.0.0/',
    'http://10.1.2.3/',
    'http://172.31.0.1/',
    'http://192.168.1.1:8080/x',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
  ])('refuses %s', async (url) => {
    await expect(call(new TargetPolicy(['public']), url)).rejects.toMatchObject(NOT_ALLOWED);
  });

  it.each(['https://93.184.216.34/hook', 'https://[2606:2800:220:1::1]/hook'])('allows %s', async (url) => {
    await expect(call(new TargetPolicy(['public']), url)).resolves.toHaveLength(1);
  });

  it('refuses a name one of whose addresses is private, whatever the others are', async () => {
    const policy = new TargetPolicy(['public'], resolving('93.184.216.34', '10.0.0.1'));
    await expect(call(policy, 'https://rebinding.example')).rejects.toMatchObject(NOT_ALLOWED);
  });
});

it.each<[readonly string[], string, boolean]>([
  [['10.0.0.0/8'], 'http://10.9.9.9/', true],
  [['10.0.0.0/8'], 'http://11.0.0.1/', false],
  [['192.168.1.7'], 'http://192.168.1.7/', true],
  [['192.168.1.7'], 'http://192.168.1.8/', false],
  [['fd00::/8'], 'http://[fd12::1]/', true],
  [['loopback'], 'http://127.9.9.9/', true],
  [['loopback'], 'http://10.0.0.1/', false],
  [['hooks.inside'], 'http://HOOKS.inside./x', true],
  [['hooks.inside'], 'http://other.inside/', false],
  [['*.inside'], 'http://a.b.inside/', true],
  [['*.inside'], 'http://inside/', false],
  [['*.inside'], 'http://fakeinside/', false],
  [[], 'https://93.184.216.34/', false],
])('with %j lets %s pass: %s', async (entries, url, passes) => {
  const called = call(new TargetPolicy(entries, resolving('10.2.3.4')), url);
  if (passes) await expect(called).resolves.toHaveLength(1);
  else await expect(called).rejects.toMatchObject(NOT_ALLOWED);
});

it.each(['ftp://example.com', 'file:///etc/passwd', 'hook', '', 'https://user:secret@example.com/'])(
  'refuses the URL "%s"',
  (url) => {
    expect(() => new TargetPolicy(['public']).parse(url)).toThrow(/expected a URL/);
  },
);
