import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Failure } from '../model/failure.ts';

/** IPv4 blocks that are not the public internet (IANA special-purpose registry, RFC 6890, and multicast). */
const specialIpv4 = [
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

/** The IPv6 blocks that are the public internet; anything else is refused. NAT64 (RFC 6052) stands for an IPv4 address. */
const publicIpv6 = ['2000::/3', '64:ff9b::/96'];

/** Blocks inside of those that are not: protocol assignments with Teredo, documentation, 6to4 (it embeds any IPv4). */
const specialIpv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

/** Decides which addresses may be connected to. */
export interface Guard {
  /** `address`: an IP address without brackets. Anything that is no IP address is refused. */
  allows(address: string): boolean;
}

/**
 * Allows public addresses and the `networks` that the user listed ("192.168.1.0/24", "::1"). Decides on the address itself,
 * so every spelling is the same: IPv4 inside of IPv6 (`::ffff:127.0.0.1`, NAT64) counts as the IPv4 address it stands for.
 */
export function createGuard(networks: readonly string[]): Guard {
  const special = new BlockList();
  for (const network of specialIpv4) addIpv4(special, network);
  for (const network of specialIpv6) addNetwork(special, network);
  const publicSpace = new BlockList();
  // Not `::ffff:0:0/96`: Node's BlockList would match every IPv4 address with it, and mapped ones with IPv4 rules anyway.
  addNetwork(publicSpace, '0.0.0.0/0');
  for (const network of publicIpv6) addNetwork(publicSpace, network);
  const listed = new BlockList();
  for (const network of networks) addNetwork(listed, network);

  return {
    allows(address) {
      const version = isIP(address);
      if (version === 0) return false;
      const family = version === 4 ? 'ipv4' : 'ipv6';
      if (listed.check(address, family)) return true;
      return publicSpace.check(address, family) && !special.check(address, family);
    },
  };
}

/** Why `network` is neither an IP address nor a network in CIDR notation; null if it is one. */
export function networkTrouble(network: string): string | null {
  const [address = '', prefix, ...rest] = network.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return `"${network}" is no IP address or network like 192.168.1.0/24`;
  if (prefix === undefined) return null;
  const longest = version === 4 ? 32 : 128;
  if (/^\d{1,3}$/.test(prefix) && Number(prefix) <= longest) return null;
  return `"${network}": the length after the slash must be 0 to ${longest}`;
}

/**
 * A `lookup` that resolves, checks and hands over the very addresses that will be connected to: a name can not answer with
 * one address when checked and with another when connected (DNS rebinding). One refused address among several refuses
 * the name. Fails with `address-refused`.
 */
export function guardLookup(lookup: LookupFunction, guard: Guard): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, answer) => {
      if (error) return callback(error, []);
      const addresses = typeof answer === 'string' ? [{ address: answer, family: isIP(answer) }] : answer;
      const refused = addresses.find(({ address }) => !guard.allows(address));
      if (refused !== undefined) return callback(refusal(hostname, refused.address), []);
      if (options.all) return callback(null, addresses);
      const [first] = addresses;
      callback(null, first?.address ?? '', first?.family ?? 0);
    });
  };
}

/** The Failure for a host that stands for an address which may not be fetched from. */
export function refusal(host: string, address: string): Failure {
  const what = host === address ? host : `${host} is ${address}, which`;
  return new Failure('address-refused', `${what} is not a public address`, {
    advice: 'If this is your own server, list its network under allowNetworks.',
    facts: { address },
  });
}

function addIpv4(list: BlockList, network: string): void {
  addNetwork(list, network);
  const [address = '', prefix = '32'] = network.split('/');
  list.addSubnet(`64:ff9b::${address}`, 96 + Number(prefix), 'ipv6');
}

function addNetwork(list: BlockList, network: string): void {
  const trouble = networkTrouble(network);
  if (trouble !== null) throw new Failure('config-invalid', trouble);
  const [address = '', prefix] = network.split('/');
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  if (prefix === undefined) list.addAddress(address, family);
  else list.addSubnet(address, Number(prefix), family);
}
