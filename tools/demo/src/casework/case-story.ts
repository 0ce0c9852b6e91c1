import {
  addItem,
  giveAction,
  listReferralServices,
  makeTransition,
  moveAction,
  readCase,
  referPerson,
  type Transition,
} from '@concordat/contracts-jag-cases';
import type { CallOf, OutputOf } from '@concordat/contracts-protocol';
import { until } from '../calling/patience.js';
import type { SignedIn } from '../calling/signed-in.js';

type Page = OutputOf<typeof readCase>;
type NewItem = Pick<CallOf<typeof addItem>['body'], 'category' | 'fields'>;
type NewAction = CallOf<typeof giveAction>['body'];
type NewReferral = Omit<CallOf<typeof referPerson>['body'], 'subjectId' | 'serviceId'>;

/** What happens to one case: each step is taken unless it was taken before. */
export class CaseStory {
  constructor(
    readonly caseId: string,
    private readonly coordinator: SignedIn,
  ) {}

  read(reader: SignedIn = this.coordinator): Promise<Page> {
    return reader.call(readCase, { params: { caseId: this.caseId } });
  }

  /** The coordinator sees who it is about as soon as casework knows the agreement. */
  async arrives(): Promise<void> {
    await until('the coordinator should see the name of who was nominated', async () => (await this.read()).people[0]?.name);
  }

  /** Moves the case, if it was never in the state that this leads to. */
  async moves(mover: SignedIn, transition: Transition): Promise<void> {
    const { version, states } = await this.read(mover);
    if (states.some(({ state }) => state === transition.to)) return;
    await mover.call(makeTransition, { params: { caseId: this.caseId }, body: { version, transition } });
  }

  /** Information of the contributor's own agency; others of the circle may be told that it exists. */
  async learns(contributor: SignedIn, { category, fields }: NewItem): Promise<void> {
    const { items, people } = await this.read(contributor);
    const same = (known: Record<string, string>): boolean => Object.entries(fields).every(([code, value]) => known[code] === value);
    const [subject] = people;
    if (subject === undefined || items.some((item) => item.category === category && same(item.fields))) return;
    await contributor.call(addItem, {
      params: { caseId: this.caseId },
      body: { subjectId: subject.subjectId, category, fields, marking: 'none', existenceShown: true },
    });
  }

  /** Gives an action. @returns its id */
  async asks(giver: SignedIn, action: NewAction): Promise<string> {
    const { actions } = await this.read(giver);
    const given = actions.find(({ what }) => what === action.what);
    return given?.id ?? (await giver.call(giveAction, { params: { caseId: this.caseId }, body: action })).id;
  }

  async finishes(doer: SignedIn, actionId: string, result: string): Promise<void> {
    const action = (await this.read(doer)).actions.find(({ id }) => id === actionId);
    if (action === undefined || action.state === 'done') return;
    await doer.call(moveAction, { params: { actionId }, body: { version: action.version, move: { to: 'done', result } } });
  }

  /** Refers the person of the case to a service. @returns the referral's id */
  async refers(referrer: SignedIn, serviceName: string, referral: NewReferral): Promise<string> {
    const params = { caseId: this.caseId };
    const { referrals, people } = await this.read(referrer);
    const made = referrals.find((one) => one.serviceName === serviceName);
    if (made !== undefined) return made.id;
    const service = await until(`casework should know the service ${serviceName}`, async () =>
      (await referrer.call(listReferralServices, { params })).items.find(({ name }) => name === serviceName),
    );
    const [subject] = people;
    if (subject === undefined) throw new Error('The case has no person to refer');
    return (await referrer.call(referPerson, { params, body: { ...referral, subjectId: subject.subjectId, serviceId: service.id } })).referralId;
  }
}
