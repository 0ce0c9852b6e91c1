import { z } from 'zod';
import type { DemoEnvironment } from '../environment.js';
import { runProgram } from './node-program.js';

const PROGRAM = 'apps/partnership-registry/dist/provision.js';

const provisioned = z.object({ partnershipId: z.string(), agencyId: z.string() });

export interface FirstAdministrator {
  name: string;
  email: string;
  password: string;
  agency: { name: string; kind: string };
  trainingValidTo: string;
  secondFactorExempt: boolean;
}

/** Makes a partnership with its first administrator: what nobody inside one can do. */
export async function provisionPartnership(
  { settings }: DemoEnvironment,
  partnership: { name: string; districts: readonly string[]; firstAdministrator: FirstAdministrator },
): Promise<void> {
  const answer = await runProgram(PROGRAM, ['partnership'], settings['partnership-registry'], JSON.stringify(partnership));
  // Lines before it are the program's log.
  provisioned.parse(JSON.parse(answer.trim().split('\n').at(-1) ?? ''));
}

/** Lets these accounts sign in with a password alone. */
export async function exemptFromSecondFactor({ settings }: DemoEnvironment, emails: readonly string[]): Promise<void> {
  await runProgram(PROGRAM, ['exempt-from-second-factor'], settings['partnership-registry'], JSON.stringify(emails));
}
