import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SERVICE_NAMES, type ServiceName } from '@concordat/contracts-protocol';
import { HeadFiles, verifyingKey, type AuditProof } from '@concordat/platform-audit';
import { loadDemo } from '@concordat/tool-demo';
import {
  accountsFile, answersOk, CannotRun, chosenEnvironment, databaseEnvironment, databaseUrl, demoOrder, installationSecrets, internalPorts, keepAccounts, makeFolder, migrationProgram, pinnedNode, root, runProgram, runTask, serviceAddresses,
  serviceDatabaseName, serviceEnvironment, serviceProgram, stackFolder, startMailCatcher, startPostgres, webEnvironment, webProgram, type Environment, type Places, type Program, type Progress,
  type ReadyStack, type RunningServer, type Secrets, type StackFolder,
} from '@concordat/tool-stack';
import { PatientVisitors } from '../journeys/patient-visitors.js';
import { Proxy } from '../links/proxy.js';
import { brokenOnSignal, OwnProcess, type Links, type Part } from './own-process.js';
import type { QueueServerOptions, QueueServers } from './queue-servers.js';
import { SmallDisk } from './small-disk.js';

export interface WorldOptions {
  progress: Progress;
  /** A copy of another version, built: it makes the databases, in place of this one. */
  version?: OtherVersion | undefined;
  queues: (options: QueueServerOptions) => Promise<QueueServers>;
  /** Whether all that is written is on a disk of its own, which can be full. */
  smallDisk: boolean;
  /** Whether ways to the servers are to be ones that can be broken. */
  links: boolean;
}

/** The folder of a copy of another version, built. */
export type OtherVersion = string;

interface Starting {
  replicas: number;
  links: boolean;
  version?: OtherVersion | undefined;
  settings?: Environment;
  onStart?: (name: string) => void;
}

interface Wanted {
  service: ServiceName;
  part: Part;
  number: number;
  links: boolean;
  version: OtherVersion | undefined;
  settings: Environment;
  onStart: (name: string) => void;
}

/** The same program of another version. */
function versionOf(program: Program, version: OtherVersion | undefined): Program {
  if (version === undefined) return program;
  const there = (path: string): string => (path.startsWith(root) && path !== pinnedNode ? version + path.slice(root.length) : path);
  return { ...program, command: program.command.map(there), cwd: there(program.cwd) };
}

const PARTS: readonly Part[] = ['main', 'worker'];

/** A whole installation of a run's own, with the demo partnership: its servers, and processes of every service. */
export class World {
  processes: OwnProcess[] = [];
  readonly #undo: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly folder: StackFolder,
    readonly progress: Progress,
    readonly secrets: Secrets,
    readonly queues: QueueServers,
    private readonly places: Places,
    private readonly database: Database,
    private readonly smallDisk: SmallDisk | null,
  ) {}

  static async begin({ progress, version, queues: makeQueues, smallDisk, links }: WorldOptions): Promise<World> {
    const outer = stackFolder();
    await makeFolder(outer);
    const folder = stackFolder(await mkdtemp(join(outer.path, 'faults-')));
    const undo: (() => Promise<unknown>)[] = [() => rm(folder.path, { recursive: true, force: true })];
    try {
      const disk = smallDisk ? SmallDisk.mountOn(folder.path) : null;
      if (disk !== null) undo.push(() => disk.remove());
      await makeFolder(folder);
      const secrets = await installationSecrets(folder);
      const database = await progress.step('Starting PostgreSQL', () => Database.start(folder, secrets));
      undo.push(() => database.stop());
      const queues = await progress.step('Starting Redis', () => makeQueues({ folder, secrets, progress, links }));
      undo.push(() => queues.stop());
      const [smtpPort = 0, mailPort = 0, visitorsPort = 0, ...ports] = await internalPorts(3 + SERVICE_NAMES.length);
      const mail = await startMailCatcher({ directory: folder.mail, smtpPort, httpPort: mailPort });
      undo.push(() => mail.close());
      const places: Places = {
        postgresUrl: database.url, redisUrl: queues.url, redisUsers: true, services: serviceAddresses(ports), web: `http://localhost:${visitorsPort}`, webHost: '127.0.0.1',
        records: folder.records, smtpUrl: `smtp://127.0.0.1:${smtpPort}`, mailFrom: 'Concordat <no-reply@concordat.example>', caughtMailUrl: `http://127.0.0.1:${mailPort}`, showsMail: true,
      };
      const world = new World(folder, progress, secrets, queues, places, database, disk);
      world.#undo.push(...undo);
      await progress.step('Making and migrating databases', () => world.#prepare(version));
      return world;
    } catch (error) {
      for (const step of undo.reverse()) await step();
      throw error;
    }
  }

  /** Starts the processes: HTTP and queue work of each service, so often each; with `links`, each by ways of its own; with `settings` as somebody may choose them. */
  async start({ replicas, links, version, settings = {}, onStart = () => undefined }: Starting): Promise<void> {
    const made: OwnProcess[] = [];
    for (const service of SERVICE_NAMES) {
      for (const part of PARTS) {
        for (let count = 0; count < replicas; count += 1) made.push(await this.#process({ service, part, number: this.#free(service, part, made), links, version, settings, onStart }));
      }
    }
    this.processes.push(...made);
    for (const one of made) one.supervised.start();
    await Promise.all(made.map((one) => one.untilReady()));
  }

  /** Starts the web as well, behind visitors who try again. @returns those, to be closed before the web */
  async startWeb(onStart: (name: string) => void): Promise<PatientVisitors> {
    const [port = 0] = await internalPorts(1);
    const program = webProgram({ ...webEnvironment(this.places, this.secrets), PORT: String(port), LOG_LEVEL: 'warn' }, this.folder);
    const web = new OwnProcess('web', 'main', 1, 'web', `http://127.0.0.1:${port}`, program, null, onStart);
    this.processes.push(web);
    web.supervised.start();
    await web.untilReady();
    return PatientVisitors.listen(Number(new URL(this.places.web).port), port);
  }

  /** Where browsers find the pages, the letters and the people of the demo. */
  get visited(): Pick<ReadyStack, 'web' | 'services' | 'caughtMailUrl' | 'accountsFile'> {
    const { web, services, caughtMailUrl } = this.places;
    return { web, services, caughtMailUrl, accountsFile: accountsFile(this.folder, undefined) };
  }

  /** @throws Error naming the processes that do not say that they are ready */
  async demandReady(): Promise<void> {
    const answers = await Promise.all(this.processes.map(async (one) => ((await answersOk(`${one.address}/health/ready`)) ? [] : [one.name])));
    if (answers.flat().length > 0) throw new Error(`Not ready any more: ${answers.flat().join(', ')}`);
  }

  /** Stops those of another version, of one part or both, and lets the rest go on. */
  async stopOthers(part?: Part): Promise<void> {
    const others = this.processes.filter((one) => one.isOther && (part === undefined || one.part === part));
    this.processes = this.processes.filter((one) => !others.includes(one));
    await Promise.all(others.map((one) => one.stop()));
  }

  /** Brings the databases to the shape of this version, or of another, whatever runs on them. */
  async migrate(version?: OtherVersion): Promise<void> {
    for (const service of SERVICE_NAMES) {
      const program = versionOf(migrationProgram(service, databaseEnvironment(service, this.places.postgresUrl, this.secrets), this.folder), version);
      if ((await runProgram(program)) !== 0) throw new CannotRun(`The ${program.name} failed.`, `Read ${program.log}`);
    }
  }

  async stopProcesses(): Promise<void> {
    await Promise.all(this.processes.splice(0).map((one) => one.stop()));
  }

  async loadDemo(): Promise<void> {
    const { file, settings } = demoOrder(accountsFile(this.folder, undefined), this.places, this.secrets);
    const people = await loadDemo({ services: this.addresses(0, (one) => !one.isOther), settings, progress: () => undefined });
    await keepAccounts(file, people);
  }

  /** Where each service answers; with several replicas, another of them for another `turn`. */
  addresses(turn: number, among: (one: OwnProcess) => boolean = () => true): Record<ServiceName, string> {
    const of = (service: ServiceName): string => {
      const serving = this.processes.filter((one) => one.service === service && one.part === 'main' && among(one));
      return serving[turn % serving.length]?.address ?? this.places.services[service];
    };
    return { 'partnership-registry': of('partnership-registry'), 'jag-cases': of('jag-cases'), referrals: of('referrals'), indicators: of('indicators'), notifications: of('notifications') };
  }

  /** A service's database, as the superuser. */
  databaseOf(service: ServiceName): string {
    return databaseUrl(this.places.postgresUrl, serviceDatabaseName(service, this.secrets));
  }

  /** What proves the end of a service's audit from outside its database. */
  async auditProof(service: ServiceName): Promise<AuditProof> {
    const { CONCORDAT_AUDIT_KEY = '', CONCORDAT_AUDIT_HEADS = '' } = serviceEnvironment(service, this.places, this.secrets);
    return { service, key: verifyingKey(Buffer.from(CONCORDAT_AUDIT_KEY, 'base64')), heads: await new HeadFiles(CONCORDAT_AUDIT_HEADS).read(service) };
  }

  /** PostgreSQL ends at once, as when its machine does, and comes back. */
  crashDatabase(): Promise<void> {
    return this.database.crash();
  }

  restoreDatabase(): Promise<void> {
    return this.database.restart();
  }

  /** Nothing can be written any more: not by the databases, the queues, nor to the logs. */
  async fillDisk(): Promise<void> {
    await this.#disk().fill();
  }

  /** Makes room, and starts again the servers that ended without it, as whoever looks after the machine does. */
  async makeRoom(): Promise<void> {
    this.#disk().makeRoom();
    await this.database.mend();
    await this.queues.mend();
  }

  #disk(): SmallDisk {
    if (this.smallDisk === null) throw new Error('This world has no disk of its own');
    return this.smallDisk;
  }

  async end(): Promise<void> {
    await this.stopProcesses();
    for (const step of this.#undo.splice(0).reverse()) await step();
  }

  async #prepare(version: OtherVersion | undefined): Promise<void> {
    await runTask('prepare-databases', { postgresUrl: this.places.postgresUrl, folder: this.folder.path, services: SERVICE_NAMES });
    await this.migrate(version);
  }

  /** The lowest number that none of the same has. */
  #free(service: ServiceName, part: Part, made: readonly OwnProcess[]): number {
    const taken = new Set([...this.processes, ...made].filter((one) => one.service === service && one.part === part).map(({ number }) => number));
    let number = 1;
    while (taken.has(number)) number += 1;
    return number;
  }

  async #process({ service, part, number, links, version, settings, onStart }: Wanted): Promise<OwnProcess> {
    const ways = links ? await this.#links() : null;
    const [free = 0] = await internalPorts(1);
    // The first that serves has the address that other services know.
    const address = part === 'main' && number === 1 ? this.places.services[service] : `http://127.0.0.1:${free}`;
    const places: Places = {
      ...this.places,
      ...(ways !== null && { postgresUrl: ways.postgres.by(this.places.postgresUrl), redisUrl: byWays(this.places.redisUrl, ways.redis) }),
    };
    const env = { ...serviceEnvironment(service, places, this.secrets), ...chosenEnvironment(service, settings), PORT: new URL(address).port, LOG_LEVEL: 'warn' };
    const name = `${part === 'main' ? 'server' : 'worker'} ${number} of ${service}${version === undefined ? '' : ' before'}`;
    const program = versionOf(serviceProgram(service, env, this.folder, part), version);
    const command = part === 'worker' && version === undefined ? brokenOnSignal(program.command) : program.command;
    return new OwnProcess(service, part, number, name, address, { ...program, command, log: join(this.folder.logs, `${name.replaceAll(' ', '-')}.log`) }, ways, onStart, version !== undefined);
  }

  async #links(): Promise<Links> {
    const redis = new Map<number, Proxy>();
    const tells = new Map<number, number>();
    for (const port of this.queues.ports) {
      const way = await Proxy.to(port, tells);
      redis.set(port, way);
      tells.set(port, way.port);
    }
    return { postgres: await Proxy.to(Number(new URL(this.places.postgresUrl).port)), redis };
  }
}

/** Where Redis is, by other ways. */
const byWays = (url: string, ways: ReadonlyMap<number, Proxy>): string => [...ways].reduce((by, [port, way]) => by.replaceAll(`127.0.0.1:${port}`, `127.0.0.1:${way.port}`), url);

/** The run's PostgreSQL, which keeps what it has confirmed. */
class Database {
  private constructor(
    private server: RunningServer,
    private readonly again: () => Promise<RunningServer>,
  ) {}

  static async start(folder: StackFolder, secrets: Secrets): Promise<Database> {
    const [port = 0] = await internalPorts(1);
    await mkdir(folder.logs, { recursive: true });
    const start = () => startPostgres({ directory: folder.postgres, port, password: secrets.postgres, log: join(folder.logs, 'postgresql.log'), durable: true });
    return new Database(await start(), start);
  }

  get url(): string {
    return this.server.url;
  }

  crash(): Promise<void> {
    return this.server.end('SIGQUIT');
  }

  async restart(): Promise<void> {
    this.server = await this.again();
  }

  /** Starts it again if it ended by itself. */
  async mend(): Promise<void> {
    if (this.server.hasEnded()) await this.restart();
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}
