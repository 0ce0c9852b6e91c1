import { SERVICE_NAMES, type ServiceName } from '@concordat/contracts-protocol';
import { everyRead, everyRouteAsked, readOne, type Person, type Target } from '@concordat/testing';
import { PASSWORD, PEOPLE, type PersonKey } from '@concordat/tool-demo';
import { z } from 'zod';

type Addresses = Readonly<Record<ServiceName, string>>;

/** Between them they hold every role that the pages are for. */
const ASKING: readonly PersonKey[] = ['administrator', 'coordinator', 'manager', 'safeguardingLead', 'officer', 'outreachManager'];
/** Ids of each list that are followed. */
const MOST = 4;
/** What would change what the commands of a run are compared with, and what would end the session that asks. */
const EXCEPT: readonly string[] = ['PUT /preference', 'DELETE /sessions/current'];
const SAID = { texts: ['Asked while two versions stand'], emails: ['two.versions@concordat.example'] };

const session = z.object({ token: z.string() });
const issued = z.object({ tokens: z.record(z.string(), z.string()) });

/**
 * Asks the servers of another version every route of their own OpenAPI documents, as that version's web would: what their
 * lists lead to is read, of them and of this version's servers, and whatever takes a body gets one that is valid. Tokens are
 * of their registry; this version's servers take them too.
 *
 * @returns routes that failed, and what this version's servers answer and theirs do not; how many answers there were
 */
export async function faultsOfEveryRoute(theirs: Addresses, ours: Addresses): Promise<{ faults: string[]; asked: number }> {
  const faults: string[] = [];
  let asked = 0;
  for (const key of ASKING) {
    const person = await personAt(theirs, key);
    for (const service of SERVICE_NAMES) {
      const target = await targetAt(theirs, service);
      const reads = await everyRead(target, person, MOST);
      for (const { address, status, text } of reads) {
        if (status >= 500) faults.push(`GET ${address} (${service}) answered ${key} ${status}: ${text.slice(0, 200)}`);
        else if (status !== 200 && (await isOursAlone({ service, address, person }, theirs, ours))) faults.push(`GET ${address} (${service}) answered ${key} ${status}, and 200 by this version`);
      }
      const token = await person.tokenFor(service);
      const others = await everyRouteAsked({ openapi: target.openapi, url: target.url, askers: [{ roles: [], authorization: () => `Bearer ${token}` }], said: () => SAID, except: (route) => EXCEPT.includes(route) });
      faults.push(...others.flatMap(({ route, statuses }) => statuses.filter((status) => status >= 500).map((status) => `${route} ${status} (${service}), asked by ${key}`)));
      asked += reads.length + others.length;
    }
  }
  return { faults: [...new Set(faults)], asked };
}

/** What changed between two questions is asked once more. */
async function isOursAlone({ service, address, person }: { service: ServiceName; address: string; person: Person }, theirs: Addresses, ours: Addresses): Promise<boolean> {
  const [there, here] = await Promise.all([theirs, ours].map(async (addresses) => (await readOne({ name: service, url: addresses[service] }, person, address)).status));
  return there !== 200 && here === 200;
}

async function targetAt(addresses: Addresses, service: ServiceName): Promise<Target> {
  return { name: service, url: addresses[service], openapi: await (await fetch(`${addresses[service]}/openapi.json`)).json() };
}

/** Somebody of the demo, signed in at another version's registry: what it answers is read by what this needs of it alone. */
async function personAt(addresses: Addresses, key: PersonKey): Promise<Person> {
  const ask = async (path: string, body: unknown, authorization?: string): Promise<unknown> => {
    const answer = await fetch(`${addresses['partnership-registry']}${path}`, {
      method: 'POST', headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) }, body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`POST ${path} answered ${key} ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const { token } = session.parse(await ask('/sessions', { email: PEOPLE[key].email, password: PASSWORD }));
  const authorization = `Session ${token}`;
  return {
    name: key,
    session: token,
    stillSignedIn: async () => (await fetch(`${addresses['partnership-registry']}/sessions/current`, { headers: { authorization } })).ok,
    tokenFor: async (service) => {
      const { tokens } = issued.parse(await ask('/sessions/current/tokens', { audiences: [service] }, authorization));
      return tokens[service] ?? '';
    },
  };
}
