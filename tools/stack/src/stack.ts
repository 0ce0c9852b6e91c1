import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { accountsFile, goesWithoutDemo, keepEmptyMark, readAccounts, type Accounts } from './accounts.js';
import { chosenIn, type Chosen } from './chosen.js';
import { chosenEnvironment, databaseEnvironment, demoOrder, queuePrefix, serviceEnvironment, webAddress, webEnvironment, type Places } from './environment.js';
import { CannotRun } from './failure.js';
import { announce, buildStamp, emptyFolder, makeFolder, readIfThere, runningStack, withdraw, type StackFolder } from './folder.js';
import { startMailCatcher } from './mail/catcher.js';
import { firstFreePort, internalPorts, wantedPort } from './ports.js';
import { checkPostgres, startPostgres } from './postgres.js';
import { lastLines, startProgram, stopChild, type Program } from './processes.js';
import type { Progress } from './progress.js';
import { redisProgram } from './redis-program.js';
import { checkRedis, forgetKeys, startRedis } from './redis.js';
import { redisUsers } from './redis-users.js';
import { installationSecrets, readSecrets, type Secrets } from './secrets.js';
import { newSetUpCode } from './set-up-code.js';
import { migrationProgram, serviceAddresses, serviceProgram, webProgram } from './services.js';
import { answersOk, Supervised } from './supervisor.js';
import { refusedDemo, runTask } from './task.js';

export interface StackOptions {
  folder: StackFolder;
  progress: Progress;
  /** `PORT`, what `chosenIn` reads and what `chosenEnvironment` passes on are read of it. */
  env: Readonly<Record<string, string | undefined>>;
  /** Forget all data first. */
  fresh: boolean;
  /** Without the demo, from the first start on. */
  empty?: boolean;
}

export interface ReadyStack extends Places {
  /** People of the demo; null without it. */
  accounts: Accounts | null;
  /** Without the demo, while there is no partnership: the code that makes the first one. */
  setUpCode: string | null;
  /** Where `accounts` are kept. */
  accountsFile: string;
}

/** The port that people are told, unless `PORT` says another. */
const USUAL_PORT = 3000;
const READY_WITHIN = 120_000;

class Stopped extends Error {}

/** Everything that `npm start` runs, from its databases to its pages. */
export class Stack {
  readonly #options: StackOptions;
  readonly #undo: (() => Promise<void>)[] = [];
  #stopping: Promise<void> | null = null;

  constructor(options: StackOptions) {
    this.#options = options;
  }

  /** Starts everything; null when it was stopped in the middle. What failed to start is stopped before it throws. */
  async start(): Promise<ReadyStack | null> {
    try {
      return await this.#start();
    } catch (error) {
      const stopped = this.#isStopping();
      await this.stop();
      if (stopped) return null;
      throw error;
    }
  }

  /** Stops everything in the order opposite to its start. */
  stop(): Promise<void> {
    this.#stopping ??= (async () => {
      for (const step of this.#undo.splice(0).reverse()) await step();
    })();
    return this.#stopping;
  }

  #isStopping(): boolean {
    return this.#stopping !== null;
  }

  async #start(): Promise<ReadyStack> {
    const { folder, progress, env, fresh } = this.#options;
    const chosen = chosenIn(env);
    await makeFolder(folder);
    const other = await runningStack(folder);
    if (other !== null) {
      throw new CannotRun(`Concordat runs in this folder already (process ${other.pid}${other.web === null ? '' : `, ${other.web}`}).`, 'Stop that one first, with Ctrl-C where it runs.');
    }
    if (fresh) await this.#step('Forgetting all data', () => this.#forget(chosen));
    await makeFolder(folder);
    const file = accountsFile(folder, chosen.postgresUrl);
    const empty = await goesWithoutDemo(file, this.#options.empty === true);
    const secrets = await installationSecrets(folder);

    const webHost = chosen.host ?? '127.0.0.1';
    const wanted = wantedPort(env['PORT'], USUAL_PORT);
    const webPort = await firstFreePort(wanted);
    if (webPort !== wanted) progress.note(`Port ${wanted} is taken by another program: Concordat uses ${webPort}.`);
    const [postgresPort = 0, redisPort = 0, smtpPort = 0, mailPort = 0, ...ports] = await internalPorts(4 + SERVICE_NAMES.length);

    const postgres = await this.#postgres(chosen.postgresUrl, postgresPort, secrets);
    const redis = await this.#redis(chosen.redisUrl, redisPort, secrets);
    const places: Places = {
      postgresUrl: postgres.url,
      redisUrl: redis.url,
      redisUsers: redis.users,
      services: serviceAddresses(ports),
      web: webAddress(webHost, webPort),
      webHost,
      records: folder.records,
      smtpUrl: chosen.smtpUrl ?? `smtp://127.0.0.1:${smtpPort}`,
      mailFrom: chosen.mailFrom ?? 'Concordat <no-reply@concordat.example>',
      caughtMailUrl: `http://127.0.0.1:${mailPort}`,
      showsMail: !empty && chosen.smtpUrl === undefined,
    };
    if (empty && chosen.smtpUrl === undefined) progress.note(`No SMTP_URL: e-mails are sent nowhere, and kept in ${folder.mail}.`);
    this.#undo.push(() => withdraw(folder));
    await announce(folder, { web: places.web, services: places.services, postgresUrl: postgres.url, redisUrl: redis.url });

    await this.#databases(postgres.url, secrets, chosen);
    const mail = await startMailCatcher({ directory: folder.mail, smtpPort, httpPort: mailPort });
    this.#undo.push(() => mail.close());
    await this.#processes(places, secrets);
    const begun = empty
      ? { accounts: null, setUpCode: await this.#setUpCode(file, places, secrets) }
      : { accounts: await this.#demo(file, places, secrets), setUpCode: null };
    return { ...places, accountsFile: file, ...begun };
  }

  async #step<T>(title: string, work: (say: (what: string) => void) => Promise<T>): Promise<T> {
    if (this.#isStopping()) throw new Stopped();
    return this.#options.progress.step(title, work);
  }

  async #postgres(theirs: string | undefined, port: number, secrets: Secrets): Promise<{ url: string }> {
    const { folder } = this.#options;
    if (theirs !== undefined) {
      await this.#step('Asking the PostgreSQL of DATABASE_URL', async (say) => say(`version ${await checkPostgres(theirs)}`));
      return { url: theirs };
    }
    return this.#step('Starting PostgreSQL 18', async (say) => {
      const log = join(folder.logs, 'postgresql.log');
      const server = await startPostgres({ directory: folder.postgres, port, password: secrets.postgres, log, durable: true });
      this.#undo.push(() => server.stop());
      say(`port ${port}`);
      return server;
    });
  }

  async #redis(theirs: string | undefined, port: number, secrets: Secrets): Promise<{ url: string; users: boolean }> {
    const { folder, progress } = this.#options;
    if (theirs !== undefined) {
      const warning = await this.#step('Asking the Redis of REDIS_URL', () => checkRedis(theirs));
      if (warning !== null) progress.note(warning);
      return { url: theirs, users: false };
    }
    const program = await redisProgram(folder.programs, progress);
    return this.#step('Starting Redis', async (say) => {
      const log = join(folder.logs, 'redis.log');
      const users = redisUsers(queuePrefix(secrets), secrets);
      const server = await startRedis({ program, directory: folder.redis, port, password: secrets.redis, users, log, durable: true });
      this.#undo.push(() => server.stop());
      say(`port ${port}`);
      return { url: server.url, users: true };
    });
  }

  async #databases(postgresUrl: string, secrets: Secrets, chosen: Chosen): Promise<void> {
    const { folder } = this.#options;
    // A server of someone else's may have lost what was made on it; one's own is as it was left.
    const stamp = chosen.postgresUrl === undefined ? await buildStamp() : null;
    if (stamp !== null && (await readIfThere(folder.migrated)) === stamp) return;
    await this.#step('Making databases and roles', () => this.#task('prepare-databases', { postgresUrl, folder: folder.path, services: SERVICE_NAMES }));
    await this.#step('Migrating', async () => {
      const waiting = SERVICE_NAMES.map((service) => migrationProgram(service, databaseEnvironment(service, postgresUrl, secrets), folder));
      const worker = async (): Promise<void> => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await this.#run(next);
      };
      await Promise.all([worker(), worker()]);
    });
    if (stamp !== null) await writeFile(folder.migrated, stamp);
  }

  /** All at once: what the web asks of the services it asks again until they answer. */
  async #processes(places: Places, secrets: Secrets): Promise<void> {
    const { folder, progress, env } = this.#options;
    const supervise = (program: Program, address: string): Supervised =>
      new Supervised(program, (text) => progress.note(text), { isLive: () => answersOk(`${address}/health/live`) });
    await this.#step('Starting the services and the web', async () => {
      const services = SERVICE_NAMES.map((name) => ({
        address: places.services[name],
        process: supervise(serviceProgram(name, { ...serviceEnvironment(name, places, secrets), ...chosenEnvironment(name, env) }, folder), places.services[name]),
      }));
      this.#undo.push(async () => {
        await Promise.all(services.map(({ process }) => process.stop()));
      });
      const address = places.web.replace('//localhost:', '//127.0.0.1:');
      const web = { address, process: supervise(webProgram({ ...webEnvironment(places, secrets), ...chosenEnvironment('web', env) }, folder), address) };
      this.#undo.push(() => web.process.stop());
      for (const { process } of [...services, web]) process.start();
      await Promise.all([...services, web].map(({ process, address }) => process.untilReady(() => answersOk(`${address}/health/ready`), READY_WITHIN)));
    });
  }

  async #setUpCode(file: string, places: Places, secrets: Secrets): Promise<string | null> {
    const code = await this.#step('Asking whether there is a partnership', () => newSetUpCode(serviceEnvironment('partnership-registry', places, secrets)));
    await keepEmptyMark(file);
    return code;
  }

  async #demo(file: string, places: Places, secrets: Secrets): Promise<Accounts> {
    const loaded = await readAccounts(file);
    if (loaded !== null) return loaded;
    await this.#step('Loading the demo partnership', () =>
      this.#task('load-demo', demoOrder(file, places, secrets), (line) => this.#options.progress.note(`  ${line}`)).catch(refusedDemo),
    );
    return (await readAccounts(file)) ?? [];
  }

  async #task(file: Parameters<typeof runTask>[0], order: unknown, onLine: (line: string) => void = () => undefined): Promise<void> {
    await runTask(file, order, {
      onLine,
      onStart: (child) => {
        this.#undo.push(() => stopChild(child));
      },
    });
  }

  async #run(program: Program): Promise<void> {
    if (this.#isStopping()) throw new Stopped();
    const child = startProgram(program);
    this.#undo.push(() => stopChild(child));
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    if (status !== 0 && !this.#isStopping()) {
      throw new CannotRun(`The ${program.name} failed. Their last words:\n\n${await lastLines(program.log)}\n`, `All of them are in ${program.log}`);
    }
  }

  /** Of servers that are not this folder's own, what this installation made there goes too. */
  async #forget({ postgresUrl, redisUrl }: Chosen): Promise<void> {
    const { folder } = this.#options;
    const secrets = await readSecrets(folder);
    if (secrets !== null) {
      if (postgresUrl !== undefined) await this.#task('drop-databases', { postgresUrl, folder: folder.path });
      if (redisUrl !== undefined) await forgetKeys(redisUrl, queuePrefix(secrets));
    }
    await emptyFolder(folder);
  }
}
