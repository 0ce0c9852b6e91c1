import type { KeptFrom } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { Database, Sealer } from '@concordat/platform-persistence';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { Barring } from '../protections/barring.js';
import { NearMatches } from '../protections/near-matches.js';
import { RegisteredPerson } from '../protections/protections.entity.js';
import { namePlace } from '../protections/sealed-places.js';
import { MustNotReceiveEntry } from '../tables/entities.js';
import { OtherService } from './other-service.js';

type Entry = MustNotReceiveEntry | RegisteredPerson;

/**
 * Carries the must-not-receive register with the person: an entry that is made or ended in one service counts in the other,
 * for whom both know by a referral. What came can be ended where it was made alone.
 */
@Injectable()
export class RegisterCrossing {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
    private readonly other: OtherService,
    private readonly barring: Barring,
    private readonly matches: NearMatches,
    private readonly audit: Audit,
  ) {}

  /** Everything that counts for a subject now or will, to go along with a referral of theirs. */
  async of(partnershipId: string, subjectId: string): Promise<KeptFrom[]> {
    const where = { partnershipId, subjectId, $or: [{ toAt: null }, { toAt: { $gt: this.database.clock.now() } }] };
    const entries: Entry[] = [...(await this.database.rows(MustNotReceiveEntry).find(where)), ...(await this.database.rows(RegisteredPerson).find(where))];
    return (await Promise.all(entries.map((entry) => this.#kept(entry)))).flatMap((kept) => kept ?? []);
  }

  /** Tells the other service of an entry as it is now. @param but referrals by which it came */
  async tell(entry: Entry, but: readonly string[] = []): Promise<void> {
    const kept = await this.#kept(entry);
    if (kept !== null) await this.other.tell('keeping', entry, kept, but);
  }

  /** An entry that the other service told of. In any order: the earlier end holds. */
  async receive(partnershipId: string, subjectId: string, kept: KeptFrom, referralIds: readonly string[]): Promise<void> {
    const entry = (await this.#ended(partnershipId, subjectId, kept)) ?? (await this.#add(partnershipId, subjectId, kept));
    await this.audit.record({ action: 'changed', kind: 'register', ids: [entry.id], subjectId });
    await this.tell(entry, referralIds);
  }

  async #ended(partnershipId: string, subjectId: string, { entryId, to }: KeptFrom): Promise<Entry | null> {
    const where = { partnershipId, subjectId, cameFrom: entryId };
    const sooner = ({ toAt }: Entry): boolean => to !== null && (toAt === null || new Date(to) < toAt);
    const change = { toAt: to === null ? null : new Date(to) };
    const entry = await this.database.rows(MustNotReceiveEntry).findOne(where);
    if (entry !== null && sooner(entry)) await this.database.rows(MustNotReceiveEntry).change(entry, entry.version, change);
    const person = await this.database.rows(RegisteredPerson).findOne(where);
    if (person !== null && sooner(person)) await this.database.rows(RegisteredPerson).change(person, person.version, change);
    return entry ?? person;
  }

  async #add(partnershipId: string, subjectId: string, { entryId, who, from, to }: KeptFrom): Promise<Entry> {
    const id = v7();
    const common = { id, partnershipId, subjectId, fromAt: new Date(from), toAt: to === null ? null : new Date(to), why: null, addedBy: null, cameFrom: entryId };
    if (who.kind === 'person') {
      const person = this.database.rows(RegisteredPerson).insert({ ...common, relation: who.relation, name: await this.sealer.seal(subjectId, namePlace(id), who.name) });
      await this.database.em.flush();
      await this.matches.index(partnershipId, id, who.name);
      await this.matches.look(partnershipId);
      return person;
    }
    const [userId, agencyId] = who.kind === 'user' ? [who.userId, null] : [null, who.agencyId];
    const entry = this.database.rows(MustNotReceiveEntry).insert({ ...common, userId, agencyId });
    await this.database.em.flush();
    await this.barring.keptFrom(entry);
    return entry;
  }

  /** null where the subject's key is gone, and the name of a person with it. */
  async #kept(entry: Entry): Promise<KeptFrom | null> {
    const common = { entryId: entry.cameFrom ?? entry.id, from: entry.fromAt.toISOString(), to: entry.toAt?.toISOString() ?? null };
    if (entry instanceof RegisteredPerson) {
      const [name] = await this.sealer.openMany<string>([{ subjectId: entry.subjectId, place: namePlace(entry.id), sealed: entry.name }]);
      return name == null ? null : { ...common, who: { kind: 'person', name, relation: entry.relation } };
    }
    if (entry.userId !== null) return { ...common, who: { kind: 'user', userId: entry.userId } };
    return entry.agencyId === null ? null : { ...common, who: { kind: 'agency', agencyId: entry.agencyId } };
  }
}
