import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that a specification can break. */
export interface Link {
  /** The server's address by this way. */
  url: string;
  /** Ends every connection, and refuses new ones. */
  cut(): void;
  /** Keeps connections and passes nothing on, as a machine does that is gone without a word. */
  silence(): void;
  /** As in the beginning; what was kept back goes on. */
  mend(): void;
  close(): Promise<void>;
}

/** A way to the server of `url`, through a port of its own. */
export async function link(url: string): Promise<Link> {
  const to = new URL(url);
  const usual = to.protocol.startsWith('redis') ? 6379 : 5432;
  const pairs = new Set<readonly [Socket, Socket]>();
  let state: 'open' | 'cut' | 'silent' = 'open';
  const server = createServer((near) => {
    if (state === 'cut') {
      near.destroy();
      return;
    }
    const far = connect(Number(to.port || usual), to.hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [one, other] of [[near, far], [far, near]] as const) {
      one.on('data', (part) => other.write(part));
      one.on('error', () => undefined);
      one.on('close', () => {
        pairs.delete(pair);
        other.destroy();
      });
      if (state === 'silent') one.pause();
    }
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const by = new URL(url);
  by.hostname = '127.0.0.1';
  by.port = String((server.address() as AddressInfo).port);
  const end = (): void => {
    for (const [near] of pairs) near.destroy();
  };
  return {
    url: by.href,
    cut: () => {
      state = 'cut';
      end();
    },
    silence: () => {
      state = 'silent';
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    mend: () => {
      state = 'open';
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      end();
    }),
  };
}
