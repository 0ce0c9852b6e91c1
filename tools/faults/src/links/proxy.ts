import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Pair {
  near: Socket;
  far: Socket;
  /** What it had open when the other side went without a word: nothing passes any more, and nobody says so. */
  lost: boolean;
}

/** A way to a server that can be broken as networks break: a TCP proxy on a port of its own. */
export class Proxy {
  readonly #pairs = new Set<Pair>();
  #state: 'open' | 'cut' | 'silent' = 'open';
  #delay = 0;

  private constructor(
    private readonly server: Server,
    readonly port: number,
    private readonly tells: ReadonlyMap<number, number>,
  ) {}

  /** @param tells ports that the server may tell, of itself and others as a cluster's nodes do, and those that are told in their place */
  static async to(port: number, tells: ReadonlyMap<number, number> = new Map()): Promise<Proxy> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    const proxy = new Proxy(server, (server.address() as AddressInfo).port, tells);
    server.on('connection', (near) => proxy.#join(near, () => connect(port, '127.0.0.1')));
    return proxy;
  }

  /** `url` by this way. */
  by(url: string): string {
    const address = new URL(url);
    address.hostname = '127.0.0.1';
    address.port = String(this.port);
    return address.href;
  }

  /** Ends every connection, and refuses new ones. */
  cut(): void {
    this.#state = 'cut';
    for (const { near } of this.#pairs) near.destroy();
  }

  /** Keeps connections and passes nothing on until it is mended. */
  silence(): void {
    this.#state = 'silent';
  }

  /** Passes everything on so many milliseconds late. */
  slow(milliseconds: number): void {
    this.#delay = milliseconds;
  }

  /** Connections that are open stay half open for ever; new ones are well. */
  halfOpen(): void {
    for (const pair of this.#pairs) pair.lost = true;
  }

  /** As in the beginning. What was kept back goes on, but for what is half open. */
  mend(): void {
    this.#state = 'open';
    this.#delay = 0;
    for (const { near, far, lost } of this.#pairs) {
      if (lost) continue;
      near.resume();
      far.resume();
    }
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const { near } of this.#pairs) near.destroy();
    await closed;
  }

  #join(near: Socket, reach: () => Socket): void {
    if (this.#state === 'cut') {
      near.destroy();
      return;
    }
    const far = reach();
    const pair: Pair = { near, far, lost: false };
    this.#pairs.add(pair);
    this.#pass(pair, near, far, (part) => part);
    this.#pass(pair, far, near, (part) => this.#told(part));
  }

  /** As Redis writes ports, in its answer to CLUSTER SLOTS and where it sends somebody to another node: each is all of a packet or none. */
  #told(part: Buffer): Buffer {
    const text = part.toString('latin1');
    const told = [...this.tells].reduce((rest, [port, own]) => rest.replaceAll(`:${port}\r\n`, `:${own}\r\n`), text);
    return told === text ? part : Buffer.from(told, 'latin1');
  }

  #pass(pair: Pair, from: Socket, to: Socket, as: (part: Buffer) => Buffer): void {
    from.setNoDelay(true);
    from.on('error', () => undefined);
    from.on('close', () => {
      this.#pairs.delete(pair);
      to.destroy();
    });
    from.on('data', (part: Buffer) => {
      // Half open: what comes is taken, as a machine's network does for a program that is gone, and goes nowhere.
      if (pair.lost) return;
      if (this.#state === 'silent') {
        from.pause();
        from.unshift(part);
        return;
      }
      const on = (): void => {
        if (!to.destroyed && !pair.lost) to.write(as(part));
      };
      if (this.#delay > 0) setTimeout(on, this.#delay);
      else on();
    });
  }
}
