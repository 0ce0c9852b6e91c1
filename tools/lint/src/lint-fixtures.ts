import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ESLint } from 'eslint';

const workspace = resolve(import.meta.dirname, '../../..');
const fixtures = join(workspace, 'tools/lint/fixtures');

/** A fixture, the rule that must refuse it, and the rules that did. */
export interface FixtureResult {
  fixture: string;
  rule: string;
  refusedBy: string[];
}

async function texts(folder: string): Promise<{ fixture: string; text: string }[]> {
  const files = (await readdir(join(fixtures, folder), { recursive: true })).filter((file) => file.endsWith('.ts')).sort();
  return Promise.all(files.map(async (file) => ({ fixture: `${folder}/${file}`, text: await readFile(join(fixtures, folder, file), 'utf8') })));
}

/** What the first line of a fixture says, e.g. `// at: apps/web/src/a.ts | refused by: no-console`. */
function header(fixture: string, text: string, shape: RegExp): string[] {
  const [, ...said] = shape.exec(text) ?? [];
  if (said.length === 0) throw new Error(`${fixture}: the first line must say what README.md asks for`);
  return said;
}

/** Lints every fixture of ESLint at the place where it pretends to stand, with the workspace's configuration. */
export async function lintWithEslint(): Promise<FixtureResult[]> {
  const eslint = new ESLint({ cwd: workspace, ignore: false });
  const results: FixtureResult[] = [];
  for (const { fixture, text } of await texts('eslint')) {
    const [at = '', rule = ''] = header(fixture, text, /^\/\/ at: (\S+) \| refused by: (\S+)\n/);
    const found = await eslint.lintText(text, { filePath: join(workspace, at) });
    results.push({ fixture, rule, refusedBy: found.flatMap((file) => file.messages.map((message) => message.ruleId ?? message.message)) });
  }
  return results;
}

interface OxlintConfiguration {
  rules: Record<string, unknown>;
  ignorePatterns: string[];
}

/** The rules of .oxlintrc.json, whose comments stand on lines of their own. */
async function oxlintConfiguration(): Promise<OxlintConfiguration> {
  const text = await readFile(join(workspace, '.oxlintrc.json'), 'utf8');
  return JSON.parse(text.replaceAll(/^\s*\/\/.*$/gm, '')) as OxlintConfiguration;
}

export async function oxlintRules(): Promise<string[]> {
  return Object.keys((await oxlintConfiguration()).rules);
}

/** Lints every fixture of oxlint where it stands, in a program of its own, with the workspace's rules. */
export async function lintWithOxlint(): Promise<FixtureResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'lint-fixtures-'));
  try {
    const configuration = join(folder, 'oxlintrc.json');
    await writeFile(configuration, JSON.stringify({ ...(await oxlintConfiguration()), ignorePatterns: [] }));
    const output = await printed([join(workspace, 'node_modules/.bin/oxlint'), '--config', configuration, '--format', 'json', join(fixtures, 'oxlint')]);
    const { diagnostics } = JSON.parse(output) as { diagnostics: { code?: string; message: string; filename: string }[] };
    return (await texts('oxlint')).map(({ fixture, text }) => {
      const [rule = ''] = header(fixture, text, /^\/\/ refused by: (\S+)\n/);
      const found = diagnostics.filter(({ filename }) => resolve(workspace, filename) === join(fixtures, fixture));
      // Its output has `typescript(no-floating-promises)` for what its configuration calls `typescript/no-floating-promises`.
      return { fixture, rule, refusedBy: found.map(({ code, message }) => code?.replace(/\((.+)\)$/, '/$1') ?? message) };
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What a program prints that ends with a status other than 0, as linters do that find something. */
function printed([program = '', ...args]: string[]): Promise<string> {
  return new Promise((done) => {
    execFile(process.execPath, [program, ...args], { cwd: workspace, maxBuffer: 1 << 24 }, (_error, stdout, stderr) => done(stdout === '' ? stderr : stdout));
  });
}
