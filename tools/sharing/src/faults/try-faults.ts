import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FAULTS, type Fault } from './faults.js';

export interface Trial {
  /** The repository. */
  root: string;
  /** A superuser's address of a PostgreSQL in which databases may be made and dropped. */
  databaseUrl: string;
  say: (line: string) => void;
  /** Only those whose meaning or file holds this. */
  only?: string | undefined;
}

/** Specifications that a fault is shown to, the quickest first: of what the policy does, and not the one that knows its text by heart. */
const SPECS = [
  ['libs/sharing', 'src/policy/|world'],
  ['tools/sharing', 'agreement'],
  ['tools/sharing', 'laws|answer'],
] as const;

/** Puts each fault by itself into a copy of the code and runs the specifications, which must fail. Returns the exit status. */
export function tryFaults({ root, databaseUrl, say, only = '' }: Trial): number {
  const copy = scratchCopy(root);
  try {
    const run = ([project, pattern]: (typeof SPECS)[number]): boolean => passes(copy, project, pattern, databaseUrl);
    if (!SPECS.every(run)) {
      say('The specifications fail without any fault: mend that first');
      return 1;
    }
    let missed = 0;
    const tried = FAULTS.filter(({ file, means }) => file.includes(only) || means.includes(only));
    for (const [index, fault] of tried.entries()) {
      const undo = apply(copy, fault);
      const caughtBy = SPECS.find((spec) => !run(spec));
      undo();
      if (caughtBy === undefined) missed += 1;
      say(`${String(index + 1)}/${String(tried.length)} ${caughtBy === undefined ? 'NOT CAUGHT' : `caught by ${caughtBy[0]} (${caughtBy[1]})`}: ${fault.file}: ${fault.means}`);
    }
    say(missed === 0 ? `All ${String(tried.length)} faults are caught` : `${String(missed)} of ${String(tried.length)} faults are not caught`);
    return missed === 0 ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function apply(copy: string, { file, before, after }: Fault): () => void {
  const path = join(copy, 'libs/sharing/src', file);
  const text = readFileSync(path, 'utf8');
  if (text.split(before).length !== 2) throw new Error(`The fault no longer applies to ${file}: ${before}`);
  writeFileSync(path, text.replace(before, () => after));
  return () => {
    writeFileSync(path, text);
  };
}

function passes(copy: string, project: string, pattern: string, databaseUrl: string): boolean {
  const words = [join(copy, 'node_modules/jest/bin/jest.js'), '--config', join(copy, 'jest.config.js')];
  const env = { ...process.env, CONCORDAT_TEST_DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' };
  return spawnSync(process.execPath, [...words, '--rootDir', '.', '--bail', pattern], { cwd: join(copy, project), env, stdio: 'ignore' }).status === 0;
}

/** The files that git knows, with packages linked in and the workspace's own pointing at the copy. */
function scratchCopy(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'concordat-faults-'));
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', 'libs', 'tools/jest', 'tools/sharing', 'jest.config.js', 'package.json', '.swcrc'], { cwd: root, maxBuffer: 1 << 26 });
  for (const file of files.toString().split('\0').filter(Boolean)) {
    mkdirSync(join(copy, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  const packages = join(root, 'node_modules');
  mkdirSync(join(copy, 'node_modules/@concordat'), { recursive: true });
  for (const name of readdirSync(packages)) if (name !== '@concordat') symlinkSync(join(packages, name), join(copy, 'node_modules', name));
  for (const name of readdirSync(join(packages, '@concordat'))) symlinkSync(readlinkSync(join(packages, '@concordat', name)), join(copy, 'node_modules/@concordat', name));
  return copy;
}
