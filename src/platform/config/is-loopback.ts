import { isIPv4 } from 'node:net';

/** Whether only this machine can reach what is bound to the host. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1' || host === '[::1]') return true;
  return isIPv4(host) && host.startsWith('127.');
}
