import { operationsOf } from '../hostile-input/openapi.js';
import { Attacker, type Answered } from './attacker.js';
import { idsIn } from './harvest.js';
import type { Person, Target } from './people.js';
import { isId } from './shapes.js';

export interface Answer extends Answered {
  address: string;
}

/** Whatever somebody can ask a service for by reading: its lists, and of `most` ids that stand in each what they lead to. */
export async function everyRead(target: Target, person: Pick<Person, 'tokenFor'> & Partial<Pick<Person, 'session'>>, most: number): Promise<Answer[]> {
  const operations = operationsOf(target.openapi).filter(({ method }) => method === 'GET');
  const reads = operations.filter(({ rule }) => rule !== 'public');
  const answers = new Map<string, Answer>();
  const read = async (address: string): Promise<void> => void answers.set(address, await readOne(target, person, address));
  for (const { path } of reads) if (!path.includes('{')) await read(path);
  for (const { path, params } of reads) {
    const [list = '', ...more] = path.split(/\/\{\w+\}/);
    const listed = answers.get(list);
    if (listed?.status !== 200 || more.length !== 1 || !Object.values(params).every(isId)) continue;
    for (const id of [...idsIn([listed.text])].slice(0, most)) await read(`${list}/${id}${more.join('')}`);
  }
  const { session } = person;
  if (session !== undefined) {
    const own = new Attacker(target.url, session, 'Session');
    for (const { method, path } of operations.filter((one) => target.inSession?.(one))) answers.set(path, { address: path, ...(await own.send({ method, address: path, body: undefined })) });
  }
  return [...answers.values()];
}

/** What one address of a service answers somebody. */
export async function readOne({ name, url }: Pick<Target, 'name' | 'url'>, person: Pick<Person, 'tokenFor'>, address: string): Promise<Answer> {
  return { address, ...(await new Attacker(url, await person.tokenFor(name)).send({ method: 'GET', address, body: undefined })) };
}
