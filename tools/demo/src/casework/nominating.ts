import {
  beginNomination,
  discardNominationDraft,
  listCases,
  listForums,
  listNominationDrafts,
  readNominationDraft,
  findPeopleLikeNominated,
  saveNominationDraft,
  submitNomination,
} from '@concordat/contracts-jag-cases';
import type { OutputOf } from '@concordat/contracts-protocol';
import { until } from '../calling/patience.js';
import type { SignedIn } from '../calling/signed-in.js';
import type { DemoNomination } from '../content/nominations.js';

type Draft = OutputOf<typeof readNominationDraft>;
type NamedNomination = DemoNomination & { answers: { person: { givenName: string; familyName: string } } };

const nameOf = ({ answers }: NamedNomination): string => `${answers.person.givenName} ${answers.person.familyName}`;

/** Nominations of one person, each made once however often the demo is loaded. */
export class Nominating {
  private constructor(
    private readonly nominator: SignedIn,
    /** Ids of the cases that there are, by the person’s name. */
    private readonly sent: ReadonlyMap<string, string>,
    /** Drafts that there are, by the person’s name. */
    private readonly begun: ReadonlyMap<string, Draft>,
  ) {}

  static async of(nominator: SignedIn): Promise<Nominating> {
    const [cases, drafts] = await Promise.all([
      nominator.call(listCases, { query: { size: 100 } }),
      nominator.call(listNominationDrafts, { query: { size: 100 } }),
    ]);
    const sent = cases.items.flatMap(({ id, people }) => people.flatMap(({ name }) => (name === null ? [] : [[name, id] as const])));
    const begun = new Map<string, Draft>();
    for (const { id } of drafts.items) {
      const draft = await nominator.call(readNominationDraft, { params: { draftId: id } });
      const { person } = draft.answers;
      // A load was broken off as it began this one.
      if (Object.keys(draft.answers).length === 0) await nominator.call(discardNominationDraft, { params: { draftId: id } });
      else if (person !== undefined) begun.set(`${person.givenName} ${person.familyName}`, draft);
    }
    return new Nominating(nominator, new Map(sent), begun);
  }

  /** @returns the case's id */
  async send(nomination: NamedNomination): Promise<string> {
    const sent = this.sent.get(nameOf(nomination));
    if (sent !== undefined) return sent;
    const draft = await this.begin(nomination);
    const { version } = await this.nominator.call(findPeopleLikeNominated, { params: { draftId: draft.id } });
    const { caseId } = await this.nominator.call(submitNomination, { params: { draftId: draft.id }, body: { version } });
    return caseId;
  }

  /** A draft with the answers that there are. */
  async begin(nomination: NamedNomination): Promise<Draft> {
    const { forum, answers } = nomination;
    const begun = this.begun.get(nameOf(nomination));
    if (begun !== undefined) return begun;
    // What the registry tells of a forum comes to casework a moment later.
    await until(`casework should know the forum ${forum}`, async () => (await this.nominator.call(listForums, {})).items.find(({ code }) => code === forum));
    const draft = await this.nominator.call(beginNomination, { body: { forumCode: forum } });
    return this.nominator.call(saveNominationDraft, { params: { draftId: draft.id }, body: { version: draft.version, answers } });
  }
}
