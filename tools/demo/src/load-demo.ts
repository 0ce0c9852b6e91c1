import { listMeasures } from '@concordat/contracts-indicators';
import { DEMO_ACCOUNTS } from './accounts.js';
import { SignedIn } from './calling/signed-in.js';
import { forEach, nominate, WORKERS, type WorkerKey, type Workers } from './casework/cast.js';
import { tellStories } from './casework/stories.js';
import { PARTNERSHIPS } from './content/partnerships.js';
import { PASSWORD, PEOPLE } from './content/people.js';
import type { DemoAccount, DemoEnvironment } from './environment.js';
import { importFigures } from './programs/figures.js';
import { exemptFromSecondFactor } from './programs/provision.js';
import type { AgencyIds } from './registry/agencies.js';
import { openPartnership, setUpPartnership } from './registry/partnership-setup.js';

/**
 * Makes the demo partnership as its people would, through the services: only the first administrators come from outside.
 * After a failure it can be called again, and does what was not done.
 */
export async function loadDemo(environment: DemoEnvironment): Promise<DemoAccount[]> {
  environment.progress('making the partnership');
  // It is made before the other: where commands are given no name, they mean the one that was made first.
  const administrator = await openPartnership(environment, 'here');
  await Promise.all([figures(environment, administrator), partnerships(environment, administrator)]);
  await administrator.leave();
  return DEMO_ACCOUNTS.map((account) => ({ ...account }));
}

async function figures(environment: DemoEnvironment, administrator: SignedIn): Promise<void> {
  // Answered as soon as the figures’ service knows the partnership.
  await administrator.call(listMeasures, {});
  await importFigures(environment, PARTNERSHIPS.here.name);
  environment.progress('published figures are there');
}

async function partnerships(environment: DemoEnvironment, administrator: SignedIn): Promise<void> {
  environment.progress('agencies, people, forums and agreements');
  const [agencies, neighbour] = await Promise.all([setUpPartnership(environment, administrator, 'here'), openPartnership(environment, 'neighbour')]);
  const neighbours = await setUpPartnership(environment, neighbour, 'neighbour', agencies);
  await neighbour.leave();

  // They have no telephone to set up an authenticator app with. Everybody else of an installation needs one.
  await exemptFromSecondFactor(environment, DEMO_ACCOUNTS.map(({ email }) => email));
  environment.progress('cases, a meeting and a referral');
  await casework(environment, { ...neighbours, ...agencies });
}

async function casework(environment: DemoEnvironment, agencies: AgencyIds): Promise<void> {
  const people = await openSessions(environment);
  await tellStories(await nominate(people, agencies));
  await Promise.all(WORKERS.map((key) => people[key].leave()));
}

async function openSessions({ services }: DemoEnvironment): Promise<Workers> {
  const opened = new Map<WorkerKey, SignedIn>();
  await Promise.all(
    WORKERS.map(async (key) => {
      const { email } = PEOPLE[key];
      const person = await SignedIn.open(services, { email, password: PASSWORD });
      if (person === null) throw new Error(`${email} cannot sign in with the demo’s password`);
      opened.set(key, person);
    }),
  );
  return forEach(WORKERS, (key) => {
    const person = opened.get(key);
    if (person === undefined) throw new Error(`${key} is not signed in`);
    return person;
  });
}
