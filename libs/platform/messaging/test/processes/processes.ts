import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';

const FOLDER = import.meta.dirname;

/** A process of the operating system, its output kept for the message when it fails. */
export class OwnProcess {
  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly what: string,
    private readonly output: string[],
    private readonly ended: Promise<number | string | null>,
  ) {}

  /** Starts a program and waits until it prints a line that holds `sign`. */
  static async start(what: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv, sign: string): Promise<OwnProcess> {
    const child = spawn(command, args, { env, stdio: 'pipe' });
    const output: string[] = [];
    const ended = once(child, 'exit').then(([code, signal]: (number | string | null)[]) => signal ?? code ?? null);
    const process = new OwnProcess(child, what, output, ended);
    const seen = new Promise<void>((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output.push(text);
          if (text.includes(sign)) resolve();
        });
      }
    });
    const early = ended.then((how) => Promise.reject(new Error(`${what} ended (${String(how)}) before it was ready:\n${output.join('')}`)));
    await Promise.race([seen, early]);
    early.catch(() => undefined);
    return process;
  }

  /** A role of post-process.ts. */
  static post(role: string, env: NodeJS.ProcessEnv): Promise<OwnProcess> {
    const args = ['--conditions=@concordat/source', '--disable-warning=ExperimentalWarning', '--import', join(FOLDER, 'typescript.ts'), join(FOLDER, 'post-process.ts'), role];
    return OwnProcess.start(role, process.execPath, args, env, 'ready');
  }

  tell(line: string): void {
    this.child.stdin.write(`${line}\n`);
  }

  /** Ends its input, and waits until it ends by itself, cleanly. */
  async finish(): Promise<void> {
    this.child.stdin.end();
    await this.finished();
  }

  /** Ends it without warning; one that has ended stays as it is. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** Asks it to end, and fails when it does not end cleanly. */
  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.finished();
  }

  private async finished(): Promise<void> {
    const how = await this.ended;
    if (how !== 0) throw new Error(`${this.what} ended with ${String(how)}:\n${this.output.join('')}`);
  }
}

export interface OwnRedis {
  url: string;
  client: Redis;
  /** Kills the server, which forgets everything. */
  goAway(): Promise<void>;
  /** Starts it again, empty, at the same address. */
  comeBack(): Promise<void>;
  stop(): Promise<void>;
}

/** A Redis of the specification's own, which it may empty and end. */
export async function ownRedis(): Promise<OwnRedis> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction', '--dir', folder];
  const serve = () => OwnProcess.start('redis-server', redisServer(), args, process.env, 'Ready to accept connections');
  let server = await serve();
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url);
  client.on('error', () => undefined);
  return {
    url,
    client,
    goAway: () => server.kill(),
    comeBack: async () => {
      server = await serve();
    },
    stop: async () => {
      client.disconnect();
      await server.kill();
      rmSync(folder, { recursive: true });
    },
  };
}

/** `CONCORDAT_REDIS_SERVER`, or `redis-server` or `valkey-server` on the path. */
function redisServer(): string {
  const given = process.env['CONCORDAT_REDIS_SERVER'];
  if (given !== undefined && given !== '') return given;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = ['redis-server', 'valkey-server'].flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
  if (found === undefined) throw new Error('No Redis server was found: put redis-server or valkey-server on the path, or name one in CONCORDAT_REDIS_SERVER');
  return found;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
