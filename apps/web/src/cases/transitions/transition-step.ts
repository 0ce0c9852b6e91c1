import type { listOutcomes, Transition } from '@concordat/contracts-jag-cases';
import type { Agency } from '@concordat/contracts-partnership-registry';
import type { OutputOf } from '@concordat/contracts-protocol';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import type { Form, FormDefinition, SendOptions, SendResult } from '../../forms/form.js';
import { CASE_LABELS } from '../case-changes.js';
import type { CaseFile } from '../case-file.js';

/** What the page of a transition knows: the case, and the choices that its form offers. */
export interface StepGiven {
  file: CaseFile;
  /** Agencies of the partnership, where the step needs them; so the others. */
  agencies: readonly Agency[];
  leads: readonly { value: string; text: string }[];
  outcomes: OutputOf<typeof listOutcomes>['items'];
  /** Agencies of the forum itself. */
  coreAgencyIds: readonly string[];
  /** Other cases of people who may be the same. */
  likely: readonly LikelyMatch[];
}

export interface LikelyMatch {
  name: string;
  dateOfBirth: string | null;
  cases: readonly { id: string; reference: string }[];
}

export type StepNeed = 'agencies' | 'leads' | 'outcomes' | 'forum' | 'likely';

/** One transition's page: its words, its form, and what the form means. The table of who may make it is the service's. */
export interface StepDefinition<Value> {
  to: Transition['to'];
  /** The page's heading. */
  heading: string;
  button: string;
  template: string;
  needs?: readonly StepNeed[];
  form: (given: StepGiven) => FormDefinition<Value>;
  /** What the form holds as it is first shown. */
  start?: (given: StepGiven) => Record<string, unknown>;
  transition: (value: Value, given: StepGiven) => Transition;
  /** What else the template shows. */
  shows?: (given: StepGiven) => Record<string, unknown>;
  options?: SendOptions;
}

export type MakeTransition<Result> = (version: number, transition: Transition, idempotencyKey: string) => Promise<Result>;

/** A step whose form's type nobody else needs to know. */
export interface TransitionStep extends Omit<StepDefinition<unknown>, 'form' | 'transition' | 'start'> {
  blank: (given: StepGiven) => Form;
  send: <Result>(body: unknown, given: StepGiven, make: MakeTransition<Result>) => Promise<SendResult<Result>>;
}

export function transitionStep<Value>({ form, start, transition, ...rest }: StepDefinition<Value>): TransitionStep {
  return {
    ...rest,
    blank: (given) => form(given).blank({ version: given.file.version, ...start?.(given) }),
    send: (body, given, make) =>
      form(given)
        .read(body)
        .send((value, key) => make(versionIn(value), transition(value, given), key), { ...rest.options, labels: CASE_LABELS }),
  };
}

/** The version of the case that the page showed: in every step's form. */
export const seen = { version: fields.version() };
const seenIn = z.looseObject({ version: z.number() });
const versionIn = (value: unknown): number => seenIn.parse(value).version;
