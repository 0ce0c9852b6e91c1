import { progressOn, providerPlace } from '@concordat/tool-stack';
import { startOwnStack } from './own-stack.js';
import { startCollecting } from './traces.js';

/** Before all journeys: a stack of their own with the demo partnership, unless the run was given one. */
export default async function startStack(): Promise<() => Promise<void>> {
  const stopCollecting = await startCollecting();
  if (process.env.CONCORDAT_E2E_URL !== undefined) return stopCollecting;
  const provider = await providerPlace();
  Object.assign(process.env, provider.told);
  // With servers of its own, nothing of it is left anywhere else.
  const { ready, stop } = await startOwnStack({ progress: progressOn(process.stdout), env: { PORT: '3400', ...provider.settings } });
  process.env.CONCORDAT_E2E_URL = ready.web;
  process.env.CONCORDAT_E2E_SERVICES = JSON.stringify(ready.services);
  process.env.CONCORDAT_E2E_MAIL_URL = ready.caughtMailUrl;
  process.env.CONCORDAT_E2E_ACCOUNTS = ready.accountsFile;
  return async () => {
    await stop();
    await stopCollecting();
  };
}
