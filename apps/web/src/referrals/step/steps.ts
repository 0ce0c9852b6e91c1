import type { ReferralTransition } from '@concordat/contracts-referrals';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, type FormDefinition } from '../../forms/form.js';

/** A field of a step's page. */
export type StepField =
  | { kind: 'textarea' | 'input'; name: string; label: string; hint?: string }
  | { kind: 'workers' | 'outcomes'; name: string; label: string; hint?: string };

/** One step of a referral: its page and what it sends. */
export interface Step {
  heading: string;
  /** What happens when it is sent, in a sentence or two. */
  text: string;
  button: string;
  fields: readonly StepField[];
  form: FormDefinition<StepValue>;
  transition: (value: StepValue, outcomes: readonly { code: string; achieved: boolean }[]) => ReferralTransition;
}

/** What the fields of a step can hold; a step's form asks for its own. */
export interface StepValue {
  version: number;
  what: string;
  reason: string;
  where: string;
  plan: string;
  workerUserId: string;
  outcome: string;
  feedback: string;
}

type Asked = Partial<Record<Exclude<keyof StepValue, 'version'>, z.ZodType<string>>>;

/** The form of a step: what it asks for, and nothing else of a person. */
function formFor(asked: Asked): FormDefinition<StepValue> {
  const unasked = z.preprocess(() => '', z.string());
  return formOf(
    z.object({
      // In the order in which pages ask: the summary of errors keeps it.
      what: asked.what ?? unasked,
      where: asked.where ?? unasked,
      workerUserId: asked.workerUserId ?? unasked,
      outcome: asked.outcome ?? unasked,
      reason: asked.reason ?? unasked,
      plan: asked.plan ?? unasked,
      feedback: asked.feedback ?? unasked,
      version: fields.version(),
    }),
  );
}

const why = fields.text('Enter the reason');
const reasonField: StepField = { kind: 'textarea', name: 'reason', label: 'Why?' };

const told = 'The referrer sees the new state, and nothing of what you write here.';

export const STEPS: Readonly<Record<ReferralTransition['to'], Step>> = {
  'information-requested': {
    heading: 'Ask the referrer for information',
    text: told,
    button: 'Ask for information',
    fields: [{ kind: 'textarea', name: 'what', label: 'What is missing?' }],
    form: formFor({ what: fields.text('Enter what is missing') }),
    transition: ({ what }) => ({ to: 'information-requested', what }),
  },
  received: {
    heading: 'Record the information that came',
    text: 'The referral goes back to your inbox.',
    button: 'Record information',
    fields: [{ kind: 'textarea', name: 'what', label: 'What came?' }],
    form: formFor({ what: fields.text('Enter what came') }),
    transition: ({ what }) => ({ to: 'received', what }),
  },
  accepted: {
    heading: 'Accept the referral',
    text: told,
    button: 'Accept referral',
    fields: [{ kind: 'textarea', name: 'reason', label: 'Anything to note (optional)' }],
    form: formFor({ reason: fields.optionalText(2000) }),
    transition: ({ reason }) => ({ to: 'accepted', reason }),
  },
  'waiting-list': {
    heading: 'Put on the waiting list',
    text: told,
    button: 'Put on the waiting list',
    fields: [reasonField],
    form: formFor({ reason: why }),
    transition: ({ reason }) => ({ to: 'waiting-list', reason }),
  },
  declined: {
    heading: 'Decline the referral',
    text: `${told} Tell the person only by a safe way.`,
    button: 'Decline referral',
    fields: [reasonField],
    form: formFor({ reason: why }),
    transition: ({ reason }) => ({ to: 'declined', reason }),
  },
  signposted: {
    heading: 'Signpost to another service',
    text: told,
    button: 'Signpost',
    fields: [{ kind: 'input', name: 'where', label: 'Which service?' }, reasonField],
    form: formFor({ where: fields.line('Enter the service'), reason: why }),
    transition: ({ reason, where }) => ({ to: 'signposted', reason, where }),
  },
  allocated: {
    heading: 'Allocate to a worker',
    text: 'Whoever has a conflict of interest is not in the list.',
    button: 'Allocate',
    fields: [{ kind: 'workers', name: 'workerUserId', label: 'Who will work with the person?' }],
    form: formFor({ workerUserId: fields.line('Select a worker') }),
    transition: ({ workerUserId }) => ({ to: 'allocated', workerUserId }),
  },
  engaged: {
    heading: 'Record that the person is engaged',
    text: told,
    button: 'Record',
    fields: [],
    form: formFor({}),
    transition: () => ({ to: 'engaged' }),
  },
  'not-reached': {
    heading: 'Record that the person could not be reached',
    text: told,
    button: 'Record',
    fields: [{ kind: 'textarea', name: 'reason', label: 'What was tried?' }],
    form: formFor({ reason: fields.text('Enter what was tried') }),
    transition: ({ reason }) => ({ to: 'not-reached', reason }),
  },
  active: {
    heading: 'Agree a support plan',
    text: told,
    button: 'Save plan',
    fields: [{ kind: 'textarea', name: 'plan', label: 'What was agreed with the person?' }],
    form: formFor({ plan: fields.text('Enter the plan') }),
    transition: ({ plan }) => ({ to: 'active', plan }),
  },
  closed: {
    heading: 'Close the referral',
    text: told,
    button: 'Close referral',
    fields: [
      { kind: 'outcomes', name: 'outcome', label: 'What was the outcome?' },
      { kind: 'textarea', name: 'reason', label: 'What was achieved?' },
      { kind: 'textarea', name: 'feedback', label: 'Feedback in the person’s words (optional)' },
    ],
    form: formFor({ outcome: fields.line('Select an outcome'), reason: fields.text('Enter what was achieved'), feedback: fields.optionalText() }),
    transition: ({ outcome, reason, feedback }, outcomes) => ({
      to: 'closed', outcome, achieved: outcomes.find(({ code }) => code === outcome)?.achieved ?? false, reason, feedback,
    }),
  },
  withdrawn: {
    heading: 'Record that the referral was withdrawn',
    text: told,
    button: 'Record',
    fields: [{ kind: 'textarea', name: 'reason', label: 'Who withdrew it, and why?' }],
    form: formFor({ reason: why }),
    transition: ({ reason }) => ({ to: 'withdrawn', reason }),
  },
};

const known = new Map(Object.entries(STEPS));

/** The step of an address; undefined for one that is none. */
export const stepOf = (to: string): Step | undefined => known.get(to);
