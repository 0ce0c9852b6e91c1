import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Proxy } from './proxy.js';

describe('a link that can be broken', () => {
  const sockets: Socket[] = [];
  let proxy: Proxy;
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });

  beforeEach(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await Proxy.to((server.address() as AddressInfo).port);
  });

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await proxy.close();
    await new Promise((closed) => server.close(closed));
  });

  async function open(): Promise<{ socket: Socket; heard: () => string }> {
    const socket = connect(proxy.port, '127.0.0.1');
    sockets.push(socket);
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (part: Buffer) => (text += part.toString()));
    await once(socket, 'connect');
    return { socket, heard: () => text };
  }

  const until = async (done: () => boolean): Promise<void> => {
    const end = Date.now() + 5_000;
    while (!done()) {
      if (Date.now() > end) throw new Error('waited in vain');
      await pause(5);
    }
  };

  it('passes on, late when it is slow, and keeps what it is silent about until it is mended', async () => {
    const { socket, heard } = await open();
    socket.write('one ');
    await until(() => heard() === 'one ');
    proxy.slow(60);
    const began = Date.now();
    socket.write('two ');
    await until(() => heard() === 'one two ');
    expect(Date.now() - began).toBeGreaterThanOrEqual(115);
    proxy.mend();
    proxy.silence();
    socket.write('three');
    await pause(50);
    expect(heard()).toBe('one two ');
    proxy.mend();
    await until(() => heard() === 'one two three');
  });

  it('ends connections that are cut, and refuses new ones until it is mended', async () => {
    const { socket } = await open();
    proxy.cut();
    await until(() => socket.destroyed);
    const refused = await open();
    await until(() => refused.socket.destroyed);
    proxy.mend();
    const { socket: again, heard } = await open();
    again.write('again');
    await until(() => heard() === 'again');
  });

  it('tells ways in place of the ports of a cluster, and leaves everything else as it is', async () => {
    const told = await Proxy.to((server.address() as AddressInfo).port, new Map([[7001, 41_001]]));
    const socket = connect(told.port, '127.0.0.1');
    sockets.push(socket);
    const slots = '*3\r\n:0\r\n:5460\r\n*2\r\n$9\r\n127.0.0.1\r\n:7001\r\n-MOVED 866 127.0.0.1:7001\r\n$6\r\n:70019\r\n\u00ff';
    socket.write(Buffer.from(slots, 'latin1'));
    const [heard] = (await once(socket, 'data')) as [Buffer];
    expect(heard.toString('latin1')).toBe(slots.replaceAll(':7001\r\n', ':41001\r\n'));
    await told.close();
  });

  it('leaves what is half open without a word, while new connections are well', async () => {
    const old = await open();
    old.socket.write('before');
    await until(() => old.heard() === 'before');
    proxy.halfOpen();
    old.socket.write('lost');
    const fresh = await open();
    fresh.socket.write('fresh');
    await until(() => fresh.heard() === 'fresh');
    proxy.mend();
    await pause(50);
    expect([old.heard(), old.socket.destroyed]).toEqual(['before', false]);
  });
});
