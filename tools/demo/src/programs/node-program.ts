import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** What programs get of this process's environment besides a service's settings. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'NODE_EXTRA_CA_CERTS', 'NODE_COMPILE_CACHE'];

/** Runs a built program of this copy with a service's settings. @returns its standard output */
export async function runProgram(file: string, args: readonly string[], settings: Readonly<Record<string, string>>, input = ''): Promise<string> {
  const passedOn = Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
  const child = spawn(process.execPath, [join(root, file), ...args], { cwd: root, env: { ...passedOn, ...settings }, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  child.stdin.end(input);
  const [output, complaint, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} failed:\n${complaint.slice(-3000) || output.slice(-3000)}`);
  return output;
}
