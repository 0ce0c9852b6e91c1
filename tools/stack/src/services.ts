import { join } from 'node:path';
import { SERVICE_NAMES, type ServiceName } from '@concordat/contracts-protocol';
import { passedOn, type Environment } from './environment.js';
import { compileCache, pinnedNode, root, type StackFolder } from './folder.js';
import type { Program } from './processes.js';

/**
 * A service at rest needs some 60 MB of heap: the limits keep garbage from growing far past it on a small machine. Half as
 * much room for what is new would cost a request a tenth of its time.
 */
const MEMORY = ['--max-old-space-size=256', '--max-semi-space-size=32'];

/** What every process of Node gets beside its own settings. */
const surroundings = (): Environment => ({ ...passedOn(process.env), NODE_COMPILE_CACHE: compileCache });

const nodeCommand = (file: string): string[] => [pinnedNode, ...MEMORY, join(root, file)];

/** A service's HTTP and queue work, in one process; or one of them (`main`, `worker`), as an installation runs them. */
export function serviceProgram(service: ServiceName, env: Environment, folder: StackFolder, part: 'service' | 'main' | 'worker' = 'service'): Program {
  return {
    name: service,
    command: nodeCommand(`apps/${service}/dist/${part}.js`),
    env: { ...surroundings(), ...env },
    cwd: root,
    log: join(folder.logs, `${service}.log`),
  };
}

export function webProgram(env: Environment, folder: StackFolder): Program {
  return {
    name: 'web',
    command: nodeCommand('apps/web/dist/main.js'),
    env: { ...surroundings(), ...env },
    cwd: join(root, 'apps/web'),
    log: join(folder.logs, 'web.log'),
  };
}

/** The release step that brings a service's database to its present shape. */
export function migrationProgram(service: ServiceName, env: Environment, folder: StackFolder): Program {
  return {
    name: `migrations of ${service}`,
    command: nodeCommand(`apps/${service}/dist/migrate.js`),
    env: { ...surroundings(), ...env },
    cwd: root,
    log: join(folder.logs, `${service}-migrations.log`),
  };
}

export const serviceAddresses = (ports: readonly number[]): Record<ServiceName, string> => {
  const address = (service: ServiceName): string => `http://127.0.0.1:${ports[SERVICE_NAMES.indexOf(service)]}`;
  return {
    'partnership-registry': address('partnership-registry'),
    'jag-cases': address('jag-cases'),
    referrals: address('referrals'),
    indicators: address('indicators'),
    notifications: address('notifications'),
  };
};
