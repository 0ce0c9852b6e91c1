import { reachPersonOfCase, readCaseContact, setCaseContact } from '@concordat/contracts-jag-cases';
import type { ContactMeans, SafeContactPlan, SeenPlan } from '@concordat/contracts-protocol';
import { reachPerson, readReferral, setSafeContact } from '@concordat/contracts-referrals';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Services } from '../services/services.js';

/** Whom contact is about, and what is known of it. */
export interface ContactFile {
  /** e.g. `Referral RF-7K3M-Q2`. */
  caption: string;
  /** Why the reader can see the name that it says, in plain English. */
  why: readonly string[];
  plan: SeenPlan | null;
  mayWrite: boolean;
  mayReach: boolean;
}

interface Asked {
  means: ContactMeans;
  safeContactChecked: true;
}

/** Where pages on contact stand: at a referral, or at a person of a case, which are alike here. */
export interface ContactPlace {
  base: string;
  /** The case or referral. */
  back: string;
  /** Where a contact is recorded; null where none is. */
  record: string | null;
  /** Whom to ask where there is no plan. */
  noPlan: string;
  read(services: Services): Promise<ContactFile>;
  write(services: Services, body: { version: number | null; plan: SafeContactPlan }, idempotencyKey: string): Promise<unknown>;
  reach(services: Services, body: Asked, idempotencyKey: string): Promise<{ number: string | null; email: string | null }>;
}

/** Addresses below which these pages stand, for `@Controller`. */
export const CONTACT_PLACES = ['cases/:caseId/people/:subjectId', 'referrals/:referralId'];

function ofReferral(referralId: string): ContactPlace {
  const params = { referralId };
  const base = `/referrals/${referralId}`;
  return {
    base,
    back: base,
    record: `${base}/contacts/new`,
    noPlan: 'Nothing was said about safe contact. Ask the referrer before you make contact.',
    read: async (services) => {
      const { reference, safeContact } = await services.call(readReferral, { params });
      return { caption: `Referral ${reference}`, why: [], plan: safeContact, mayWrite: true, mayReach: true };
    },
    write: async (services, body, idempotencyKey) => services.call(setSafeContact, { params, body, idempotencyKey }),
    reach: async (services, body, idempotencyKey) => services.call(reachPerson, { params, body, idempotencyKey }),
  };
}

function ofCase(caseId: string, subjectId: string): ContactPlace {
  const params = { caseId, subjectId };
  return {
    base: `/cases/${caseId}/people/${subjectId}`,
    back: `/cases/${caseId}`,
    record: null,
    noPlan: 'There is no plan for safe contact that you may see. Ask whoever knows the person before you make contact.',
    read: async (services) => {
      const { reference, name, whyNamed: why, plan, may } = await services.call(readCaseContact, { params });
      return { caption: name === null ? reference : `${reference}, ${name}`, why, plan, mayWrite: may.write, mayReach: may.reach };
    },
    write: async (services, body, idempotencyKey) => services.call(setCaseContact, { params, body, idempotencyKey }),
    reach: async (services, body, idempotencyKey) => services.call(reachPersonOfCase, { params, body, idempotencyKey }),
  };
}

export function contactPlaceOf(path: string): ContactPlace {
  const [, section = '', id = '', , subjectId = ''] = path.split('/');
  return section === 'referrals' ? ofReferral(id) : ofCase(id, subjectId);
}

/** Parameter of a controller's method: where the page stands. */
export const AtContactPlace = createParamDecorator((_data: unknown, context: ExecutionContext): ContactPlace => contactPlaceOf(context.switchToHttp().getRequest<FastifyRequest>().visit.path));
