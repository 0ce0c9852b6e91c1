import { SERVICE_NAMES } from '@concordat/contracts-protocol';
import { sendUnknownMessage } from '@concordat/testing';
import { serviceAddresses } from '../../stack/people.js';
import { untilThere, type Cast } from '../cast.js';
import { PLANTED } from '../planted.js';
import { installation } from '../side-doors.js';
import type { Visitor } from '../visitor.js';
import { wayIn } from './cases.js';

/** A system of an agency asks the sharing policy, and services have messages that fail for good. */
export async function systems(cast: Cast): Promise<void> {
  const administrator = await cast.as('administrator, hinckley');
  const given = await administrator.does('/administration/decision-clients/new');
  const [client = '', secret = ''] = Array.from(given.matchAll(/class="app-code">([^<]+)</g), ([, shown = '']) => shown);
  await asksThePolicy(`${client}:${secret}`);
  await failForGood(administrator, client.split('.')[0] ?? '');
  await administrator.does(wayIn(await administrator.reads('/administration/decision-clients'), /\/end$/));
}

async function asksThePolicy(credentials: string): Promise<void> {
  const services = serviceAddresses();
  const question = { subject: { type: 'user', id: PLANTED.email }, action: { name: 'read' }, resource: { type: 'item', id: PLANTED.familyName }, context: { said: PLANTED.words } };
  for (const [address, body] of [['/access/v1/evaluation', question], ['/access/v1/evaluations', { ...question, evaluations: [{}, {}] }]] as const) {
    for (const url of [services['jag-cases'], services.referrals]) {
      const headers = { 'content-type': 'application/json', authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
      // The service hears of a new system a moment later.
      await untilThere(`An answer at ${address}`, async () => ((await fetch(new URL(address, url), { method: 'POST', headers, body: JSON.stringify(body) })).ok ? true : undefined));
    }
  }
}

/** Two messages of each service: one is sent again, one given up. */
async function failForGood(administrator: Visitor, partnershipId: string): Promise<void> {
  const { running, prefix } = await installation();
  for (const service of SERVICE_NAMES) {
    // Nobody tells the registry anything.
    const kind = service === 'partnership-registry' ? 'work' : 'events';
    for (let times = 0; times < 2; times += 1) await sendUnknownMessage({ redisUrl: running.redisUrl ?? '', prefix, service, kind }, partnershipId);
  }
  for (const service of SERVICE_NAMES) {
    const list = `/administration/dead-letters/${service}`;
    const [one = '', other = ''] = await untilThere(`Two dead letters of ${service}`, async () => {
      const letters = new Set(Array.from((await administrator.reads(list)).matchAll(new RegExp(`href="(${list}/[\\da-f-]{36})"`, 'g')), ([, address = '']) => address));
      return letters.size < 2 ? undefined : [...letters];
    });
    await administrator.does(one, {}, `${one}/send-again`);
    await administrator.does(`${other}/give-up`);
  }
}
