import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { CannotRun, systemCode } from './failure.js';

/** Below the range that systems give to outgoing connections, so that a port stays free between probe and use. */
const INTERNAL = { from: 20_000, to: 32_000 };
const TRIES = 100;

export type IsFree = (port: number) => Promise<boolean>;

/** Whether nothing listens on `port` under an address that people or services of this machine would reach. */
export const isFree: IsFree = async (port) => (await canListen(port, '127.0.0.1')) && (await canListen(port, '::1'));

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((answer) => {
    const server = createServer();
    server.once('error', (error) => {
      // A machine without IPv6 has nobody on it.
      answer(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(systemCode(error) ?? ''));
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => answer(true)));
  });
}

/** The first free port from `wanted` upwards. */
export async function firstFreePort(wanted: number, free: IsFree = isFree): Promise<number> {
  for (let port = wanted; port < Math.min(wanted + TRIES, 65_536); port += 1) {
    if (await free(port)) return port;
  }
  throw new CannotRun(`None of the ports from ${wanted} to ${wanted + TRIES - 1} is free.`, 'Name another with PORT, e.g. PORT=8080 npm start.');
}

/** Free ports for what people do not address themselves: random, so that copies started at once do not choose the same. */
export async function internalPorts(count: number, free: IsFree = isFree): Promise<number[]> {
  const found = new Set<number>();
  for (let tries = 0; found.size < count && tries < count * TRIES; tries += 1) {
    const port = randomInt(INTERNAL.from, INTERNAL.to);
    if (!found.has(port) && (await free(port))) found.add(port);
  }
  if (found.size < count) throw new CannotRun('No free ports were found on this machine.', 'Stop programs that hold many ports, and start again.');
  return [...found];
}

/** The port that `PORT` names, or `usual`; `PORT` is refused when it is no port. */
export function wantedPort(value: string | undefined, usual: number): number {
  if (value === undefined || value.trim() === '') return usual;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new CannotRun(`PORT is "${value}", which is not a port.`, 'Set PORT to a number from 1 to 65535, or leave it out.');
  }
  return port;
}
