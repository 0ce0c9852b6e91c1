import { isIPv6 } from 'node:net';
import { Address6 } from 'ip-address';

/** Bits of an IPv6 address that tell one network from another (RFC 4291, 2.5.4): a line or a machine has all of the rest. */
const NETWORK_BITS = 64;

/**
 * What stands for whoever calls from an address where calls are counted: of IPv6 the first address of its network, since
 * one machine may call from as many of them as it likes; of IPv4, also where it is written as IPv6, the address.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const read = new Address6(address);
  return read.isMapped4() ? read.to4().correctForm() : new Address6(`${address}/${NETWORK_BITS}`).startAddress().correctForm();
}
