import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { passedOn, type Environment } from './environment.js';
import { CannotRun } from './failure.js';
import { compileCache, pinnedNode, root } from './folder.js';
import { guarded } from './processes.js';

const answer = z.strictObject({ code: z.string().nullable() });
const failed = z.object({ stderr: z.string() });

/** The code that makes the first partnership, in place of any before it; null when there is one. */
export async function newSetUpCode(settings: Environment): Promise<string | null> {
  const [executable = '', ...args] = guarded([pinnedNode, join(root, 'apps/partnership-registry/dist/provision.js'), 'set-up-code']);
  const env = { ...passedOn(process.env), NODE_COMPILE_CACHE: compileCache, ...settings };
  const { stdout } = await promisify(execFile)(executable, args, { cwd: root, env }).catch((error: unknown) => {
    const complaint = failed.safeParse(error).data?.stderr ?? String(error);
    if (complaint.includes('partnerships-here') || complaint.includes('has partnerships already')) {
      throw new CannotRun('There are partnerships here already, perhaps those of the demo.', 'Begin again without them, which forgets all data here: npm start -- --empty --fresh');
    }
    throw new CannotRun(complaint.slice(-2000), 'Mend what it says, and start again.');
  });
  // Lines before it are the program's log.
  return answer.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).code;
}
