import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const workspace = resolve(import.meta.dirname, '../../..');
const fixtures = join(workspace, 'tools/lint/fixtures');

/** A fixture, the rule that must refuse it, and the rules that did. */
export interface FixtureResult {
  fixture: string;
  rule: string;
  refusedBy: string[];
}

/** Lints every fixture at the place where it pretends to stand, with the workspace's configuration less the rules that need types. */
export async function lintFixtures(): Promise<FixtureResult[]> {
  const eslint = new ESLint({
    cwd: workspace,
    ignore: false,
    overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }],
  });
  const files = (await readdir(fixtures, { recursive: true })).filter((file) => file.endsWith('.ts')).sort();
  const results: FixtureResult[] = [];
  for (const fixture of files) {
    const text = await readFile(join(fixtures, fixture), 'utf8');
    const header = /^\/\/ at: (\S+) \| refused by: (\S+)\n/.exec(text);
    if (!header) throw new Error(`${fixture}: the first line must say where it stands and which rule refuses it`);
    const [, at = '', rule = ''] = header;
    const found = await eslint.lintText(text, { filePath: join(workspace, at) });
    results.push({ fixture, rule, refusedBy: found.flatMap((file) => file.messages.map((message) => message.ruleId ?? message.message)) });
  }
  return results;
}
