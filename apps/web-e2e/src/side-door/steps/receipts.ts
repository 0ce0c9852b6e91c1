import { receiptRoutes, type CaseService } from '@concordat/contracts-protocol';
import { client } from '@concordat/testing';
import { account } from '../../stack/accounts.js';
import { personOf, serviceAddresses } from '../../stack/people.js';

/** Whoever has the number of a receipt of a case or referral asks what the policy answered then: no page does. */
export async function askedByNumber(service: CaseService, who: string, home: string): Promise<void> {
  const [caseId = ''] = /[\da-f-]{36}/.exec(home) ?? [];
  const person = await personOf(account(who));
  const asked = client(serviceAddresses()[service], await person.tokenFor(service));
  const routes = receiptRoutes(service);
  const { items } = (await asked.call(routes.ofCase, { params: { caseId }, query: { size: 1 } })).body;
  const [receipt] = items;
  if (receipt === undefined) throw new Error(`${who} has no receipt of ${service}`);
  const { status } = await asked.call(routes.replay, { params: { receiptId: receipt.id } });
  if (status !== 200) throw new Error(`${who} is not told of a receipt of ${service}: ${status}`);
}
