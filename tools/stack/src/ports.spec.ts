import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { CannotRun } from './failure.js';
import { firstFreePort, internalPorts, isFree, wantedPort } from './ports.js';

describe('choosing ports', () => {
  const servers: Server[] = [];
  const occupy = async (host: string): Promise<number> => {
    const server = createServer().listen(0, host);
    servers.push(server);
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };

  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it.each(['127.0.0.1', '0.0.0.0'])('finds a port taken that another program holds on %s', async (host) => {
    const port = await occupy(host);
    expect(await isFree(port)).toBe(false);
    expect(await firstFreePort(port)).toBeGreaterThan(port);
  });

  it('takes the first free port from the one that is wanted', async () => {
    const taken = new Set([3000, 3001]);
    expect(await firstFreePort(3000, (port) => Promise.resolve(!taken.has(port)))).toBe(3002);
  });

  it('says how to go on when there is none', async () => {
    await expect(firstFreePort(3000, () => Promise.resolve(false))).rejects.toThrow(CannotRun);
    await expect(internalPorts(1, () => Promise.resolve(false))).rejects.toThrow(CannotRun);
  });

  it('gives internal ports that differ', async () => {
    const ports = await internalPorts(9);
    expect(new Set(ports).size).toBe(9);
  });

  it.each(['', '  ', undefined])('takes the usual port when PORT is %p', (value) => {
    expect(wantedPort(value, 3000)).toBe(3000);
  });

  it('takes PORT, and refuses one that is no port', () => {
    expect(wantedPort('8080', 3000)).toBe(8080);
    for (const wrong of ['abc', '0', '70000', '80.5']) expect(() => wantedPort(wrong, 3000)).toThrow('which is not a port');
  });
});
