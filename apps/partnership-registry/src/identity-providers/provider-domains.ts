import { RuleError } from '@concordat/platform-errors';
import { Database } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import type { IdentityProvider } from './identity-provider.entity.js';

/** Of whose e-mail addresses people are led to which provider. A domain leads to one alone, in the whole installation. */
@Injectable()
export class ProviderDomains {
  constructor(private readonly database: Database) {}

  /** The provider of a domain, in a transaction of nobody's: it is asked before it is known who signs in. */
  async of(domain: string): Promise<{ providerId: string; partnershipId: string } | null> {
    const [found] = await this.database.em.execute<{ provider_id: string; partnership_id: string }[]>(
      'select provider_id, partnership_id from auth.provider_domain where domain = ?', [domain],
    );
    return found === undefined ? null : { providerId: found.provider_id, partnershipId: found.partnership_id };
  }

  /** Leads the provider's domains to it. @throws RuleError `domain-of-others`, `domain-taken` */
  async take({ id, partnershipId, agencyId, domains }: IdentityProvider): Promise<void> {
    for (const domain of domains) {
      if (await this.#isOfOthers(partnershipId, agencyId, domain)) {
        throw new RuleError('domain-of-others', `People of another agency have addresses of ${domain}. Enter only domains that are your agency’s alone.`);
      }
      const taken = await this.database.em.execute<{ domain: string }[]>(
        'insert into auth.provider_domain (domain, provider_id, partnership_id) values (?, ?, ?) on conflict (domain) do nothing returning domain', [domain, id, partnershipId],
      );
      if (taken.length === 0) throw new RuleError('domain-taken', `People of ${domain} are led to another sign-in already. Leave the domain out, or ask whoever runs Concordat.`);
    }
  }

  async free(providerId: string): Promise<void> {
    await this.database.em.execute('delete from auth.provider_domain where provider_id = ?', [providerId], 'run');
  }

  /** Nobody is led to the sign-in of an agency that is not theirs, where their password would be asked for. */
  async #isOfOthers(partnershipId: string, agencyId: string, domain: string): Promise<boolean> {
    const found = await this.database.em.execute<{ user_id: string }[]>(
      `select m.user_id from membership m join auth."user" u on u.id = m.user_id::text
       where m.partnership_id = ? and m.active and m.agency_id <> ? and split_part(lower(u.address), '@', 2) = ?
         and not exists (select 1 from membership own where own.partnership_id = m.partnership_id and own.user_id = m.user_id and own.active and own.agency_id = ?)
       limit 1`,
      [partnershipId, agencyId, domain, agencyId],
    );
    return found.length > 0;
  }
}
