import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCollecting } from './traces.js';
import { progressOn, providerPlace, Stack, stackFolder } from '@concordat/tool-stack';

/** Before all journeys: a stack of their own with the demo partnership, unless the run was given one. */
export default async function startStack(): Promise<() => Promise<void>> {
  const stopCollecting = await startCollecting();
  if (process.env.CONCORDAT_E2E_URL !== undefined) return stopCollecting;
  const path = await mkdtemp(join(tmpdir(), 'concordat-journeys-'));
  const folder = stackFolder(path);
  // With servers of its own, nothing of it is left anywhere else.
  const provider = await providerPlace();
  Object.assign(process.env, provider.told);
  const stack = new Stack({ folder, progress: progressOn(process.stdout), env: { PORT: '3400', ...provider.settings }, fresh: false });
  const stop = async () => {
    await stack.stop();
    await stopCollecting();
    await rm(path, { recursive: true, force: true });
  };
  const ready = await stack.start();
  if (ready === null) throw new Error('The start of Concordat was stopped');
  process.env.CONCORDAT_E2E_URL = ready.web;
  process.env.CONCORDAT_E2E_SERVICES = JSON.stringify(ready.services);
  process.env.CONCORDAT_E2E_MAIL_URL = ready.caughtMailUrl;
  process.env.CONCORDAT_E2E_ACCOUNTS = ready.accountsFile;
  return stop;
}
