import { beginNomination, listCases, listForums, listNominationDrafts, readNominationDraft, saveNominationDraft, submitNomination } from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { until } from '../calling/patience.js';
import type { SignedIn } from '../calling/signed-in.js';
import type { DemoNomination } from '../content/nominations.js';

type Draft = OutputOf<typeof readNominationDraft>;
type NamedNomination = DemoNomination & { answers: { person: { givenName: string; familyName: string } } };

const nameOf = ({ answers }: NamedNomination): string => `${answers.person.givenName} ${answers.person.familyName}`;

/** Nominations of one person, each made once however often the demo is loaded. */
export class Nominating {
  constructor(private readonly nominator: SignedIn) {}

  /** @returns the case's id */
  async send(nomination: NamedNomination): Promise<string> {
    const sent = await this.#sent(nomination);
    if (sent !== null) return sent;
    const draft = await this.begin(nomination);
    const { caseId } = await this.nominator.call(submitNomination, { params: { draftId: draft.id }, body: { version: draft.version } });
    return caseId;
  }

  /** A draft with the answers so far. */
  async begin(nomination: NamedNomination): Promise<Draft> {
    await this.#forum(nomination.forum);
    const begun = await this.#begun(nomination);
    if (begun?.answers.person !== undefined) return begun;
    const draft = begun ?? (await this.nominator.call(beginNomination, { body: { forumCode: nomination.forum } }));
    return this.nominator.call(saveNominationDraft, { params: { draftId: draft.id }, body: { version: draft.version, answers: nomination.answers } });
  }

  /** What the registry tells of a forum comes to casework a moment later. */
  async #forum(code: string): Promise<void> {
    await until(`casework should know the forum ${code}`, async () => (await this.nominator.call(listForums, {})).items.find((forum) => forum.code === code));
  }

  /** The case of an earlier load. */
  async #sent(nomination: NamedNomination): Promise<string | null> {
    const { items } = await this.nominator.call(listCases, { query: { size: 100 } });
    return items.find(({ people }) => people.some(({ name }) => name === nameOf(nomination)))?.id ?? null;
  }

  /** The draft of a load that was broken off, if there is one: with this person, or still empty. */
  async #begun(nomination: NamedNomination): Promise<Draft | null> {
    const { items } = await this.nominator.call(listNominationDrafts, { query: { size: 100 } });
    for (const { id, forumCode } of items) {
      const draft = await this.nominator.call(readNominationDraft, { params: { draftId: id } });
      const { person } = draft.answers;
      const same = person === undefined ? Object.keys(draft.answers).length === 0 : `${person.givenName} ${person.familyName}` === nameOf(nomination);
      if (forumCode === nomination.forum && same) return draft;
    }
    return null;
  }
}
