/*
 * What `npm start`, `npm test` and the commands do before anything is installed. It runs on the Node that the
 * machine has (20 or later) and imports nothing but Node's own modules.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Something that a person must mend before Concordat can run. */
export class CannotRun extends Error {}

const NEEDED_TO_INSTALL = 1_500_000_000;
const NEEDED_TO_RUN = 300_000_000;

const read = (file) => readFileSync(join(root, file), 'utf8');
const stampFile = (name) => join(root, 'node_modules', `.concordat-${name}`);

function readStamp(name) {
  try {
    return readFileSync(stampFile(name), 'utf8');
  } catch {
    return undefined;
  }
}

const digest = (...texts) => createHash('sha256').update(texts.join('\n')).digest('hex');

/** What the packages should be: the lock file, on this kind of machine. */
export const lockStamp = (lockText, machine = `${process.platform}-${process.arch}`) => digest(lockText, machine);

/**
 * Whether every package of the lock file is there in its version, by npm's own record of what it installed.
 * A package for another kind of machine may be absent.
 */
export function installedMatches(lock, installed) {
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    const found = installed.packages?.[path];
    if (found === undefined) return wanted.optional === true || wanted.devOptional === true || wanted.peer === true;
    return wanted.link === true ? found.link === true : found.version === wanted.version;
  });
}

function packagesCurrent() {
  const lockText = read('package-lock.json');
  if (!existsSync(join(root, 'node_modules/node/bin/node'))) return false;
  if (readStamp('packages') === lockStamp(lockText)) return true;
  try {
    if (!installedMatches(JSON.parse(lockText), JSON.parse(read('node_modules/.package-lock.json')))) return false;
  } catch {
    return false;
  }
  writeFileSync(stampFile('packages'), lockStamp(lockText));
  return true;
}

/** A digest of every source's path, size and time of change: the same digest, the same build. */
export function sourceStamp(folder = root) {
  const lines = [];
  const visit = (path) => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      const below = `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!['node_modules', 'dist', 'test-results'].includes(entry.name)) visit(below);
      } else {
        const { size, mtimeMs } = statSync(join(folder, below));
        lines.push(`${below} ${size} ${mtimeMs}`);
      }
    }
  };
  for (const top of ['apps', 'libs', 'tools']) visit(top);
  for (const file of ['package-lock.json', 'nx.json', '.swcrc']) {
    if (existsSync(join(folder, file))) lines.push(`${file} ${statSync(join(folder, file)).mtimeMs}`);
  }
  return digest(...lines.sort());
}

/** Folders of projects that are built: those with sources and a package of their own. */
function projects() {
  const found = [];
  const visit = (path, depth) => {
    if (existsSync(join(root, path, 'package.json'))) {
      if (existsSync(join(root, path, 'src'))) found.push(path);
      return;
    }
    if (depth === 0) return;
    for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
      if (entry.isDirectory() && entry.name !== 'node_modules') visit(`${path}/${entry.name}`, depth - 1);
    }
  };
  for (const top of ['apps', 'libs', 'tools']) visit(top, 3);
  return found;
}

const built = () => projects().every((path) => !JSON.parse(read(`${path}/package.json`)).nx?.targets?.build || existsSync(join(root, path, 'dist')));

function requireSpace(bytes) {
  const { bavail, bsize } = statfsSync(root);
  if (bavail * bsize < bytes) {
    throw new CannotRun(
      `There is not enough space on the disk of ${root}: ${Math.round((bavail * bsize) / 1e6)} MB are free and ${Math.round(bytes / 1e6)} MB are needed.\n` +
        'Free some space, or move the folder to a larger disk.',
    );
  }
}

/** Runs a program and keeps what it says, to be shown if it fails. */
function runQuietly(command, args, env, onLine = () => undefined) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = (part) => {
      said = (said + part).slice(-20_000);
      for (const line of String(part).split('\n')) onLine(line);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', failed);
    child.on('close', (code) => (code === 0 ? done() : failed(Object.assign(new Error(`${command} ${args[0]} failed`), { said }))));
  });
}

async function step(out, title, work) {
  const began = Date.now();
  out.write(`  ${title} … `);
  const sign = setInterval(() => out.write('. '), 10_000);
  try {
    await work();
  } catch (error) {
    out.write('failed\n');
    throw error;
  } finally {
    clearInterval(sign);
  }
  out.write(`done in ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
}

/** Waits until no other command of this folder installs or builds. */
async function alone(work) {
  const lock = join(root, '.concordat', 'preparing');
  mkdirSync(join(root, '.concordat'), { recursive: true, mode: 0o711 });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (abandoned(lock)) rmSync(lock, { force: true });
    else await new Promise((woken) => setTimeout(woken, 300));
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Whether who made the lock is gone; one without a process yet is given two seconds to write it. */
function abandoned(lock) {
  try {
    const pid = readFileSync(lock, 'utf8');
    return pid === '' ? Date.now() - statSync(lock).mtimeMs > 2000 : !alive(Number(pid));
  } catch {
    return false;
  }
}

function alive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function install(out) {
  requireSpace(NEEDED_TO_INSTALL);
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm !== undefined && /npm-cli\.[cm]?js$/.test(npm) ? [process.execPath, npm] : ['npm'];
  await step(out, 'Installing packages (a minute or two, the first time only)', () =>
    runQuietly(command, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], { NODE_ENV: '' }),
  );
  if (!existsSync(join(root, 'node_modules/node/bin/node'))) {
    throw new CannotRun('npm installed no Node of its own. Its install scripts may be switched off: run "npm config get ignore-scripts", and set it to false.');
  }
  writeFileSync(stampFile('packages'), lockStamp(read('package-lock.json')));
}

async function build(out) {
  const stamp = sourceStamp();
  if (readStamp('build') === stamp && built()) return;
  requireSpace(NEEDED_TO_RUN);
  await step(out, 'Building', () =>
    runQuietly(join(root, 'node_modules/node/bin/node'), ['node_modules/.bin/nx', 'run-many', '-t', 'build', '--output-style=static'], {
      NX_DAEMON: 'false',
      NX_TUI: 'false',
      NX_SKIP_FORMAT: 'true',
      PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}`,
    }),
  );
  writeFileSync(stampFile('build'), stamp);
}

/** Installs and builds what is missing or out of date. Says what it does on `out`, and nothing when all is current. */
export async function prepare(out) {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new CannotRun(`Node ${process.versions.node} is too old to begin with. Install Node 20 or later; Concordat then brings its own.`);
  }
  requireSpace(NEEDED_TO_RUN);
  if (packagesCurrent() && readStamp('build') === sourceStamp() && built()) return;
  await alone(async () => {
    if (!packagesCurrent()) await install(out);
    await build(out);
  });
}

/** Hands over to the pinned Node; this process ends as that one does, and passes on what it is told. */
export function handOver(script, args, options = {}) {
  const child = spawn(join(root, 'node_modules/node/bin/node'), [...(options.flags ?? []), join(root, script), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    cwd: options.cwd ?? root,
    env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}` },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm that is killed tells nobody. Its own end is seen by the parent that this process then gets.
  const parent = process.ppid;
  const orphaned = setInterval(() => {
    if (process.env.npm_lifecycle_event !== undefined && process.ppid !== parent) child.kill('SIGTERM');
  }, 1000);
  child.on('error', (error) => explain(error));
  child.on('exit', (code, signal) => {
    clearInterval(orphaned);
    process.exitCode = code ?? (signal === null ? 1 : 128);
    if (child.connected) child.disconnect();
  });
}

const KNOWN = {
  ENOSPC: 'The disk is full. Free some space and try again.',
  EROFS: `The disk of ${root} cannot be written to. Copy the folder to one that can.`,
  EACCES: `You may not write to ${root}. Change its owner, or copy the folder to a place of yours.`,
  EDQUOT: 'Your disk quota is used up. Free some space and try again.',
};

/** Says what went wrong and how to mend it, on standard error, and sets an exit status other than 0. */
export function explain(error) {
  const said = typeof error.said === 'string' ? error.said.trim() : '';
  const code = error.code ?? Object.keys(KNOWN).find((each) => said.includes(each));
  const mend =
    KNOWN[code] ??
    (/ENOTFOUND|ETIMEDOUT|ECONNREFUSED|EAI_AGAIN|network/i.test(said) ? 'The package registry cannot be reached. Check the connection and try again.' : undefined);
  process.stderr.write(`\n${said === '' ? '' : `${said}\n\n`}Concordat cannot run: ${error instanceof CannotRun ? error.message : (mend ?? error.message)}\n`);
  if (!(error instanceof CannotRun) && mend === undefined && said === '') process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
}
