import { createRequire } from 'node:module';
import { ALL, consentFor, indexOf, sortedSet, within, type Decision, type Question, type SharingWorld } from '@concordat/sharing';
import { z } from 'zod';
import { peerFolder, type Peer } from '../peer.js';
import { cedarPolicies, type GrantedFields } from './cedar-policies.js';

export const CEDAR: Peer = { name: '@cedar-policy/cedar-wasm', version: '4.13.0' };

type Json = boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Entity = { uid: { type: string; id: string }; attrs: { readonly [key: string]: Json }; parents: readonly [] };

const answerOf = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('success'), response: z.looseObject({ decision: z.enum(['allow', 'deny']), diagnostics: z.looseObject({ reason: z.array(z.string()), errors: z.array(z.unknown()) }) }) }),
  z.looseObject({ type: z.literal('failure'), errors: z.array(z.unknown()) }),
]);

/** What of the package is called. */
export interface CedarEngine {
  preparsePolicySet: (id: string, policies: { staticPolicies: Record<string, string> }) => { type: string };
  statefulIsAuthorized: (call: object) => unknown;
}

export async function loadCedar(): Promise<CedarEngine> {
  const folder = await peerFolder(CEDAR);
  const loaded: unknown = createRequire(import.meta.url)(`${folder}/nodejs/cedar_wasm.js`);
  if (!isCedar(loaded)) throw new Error(`${CEDAR.name} ${CEDAR.version} has not the functions that are called`);
  return loaded;
}

const isCedar = (loaded: unknown): loaded is CedarEngine => typeof loaded === 'object' && loaded !== null && 'preparsePolicySet' in loaded && 'statefulIsAuthorized' in loaded;

/** A world that Cedar was told of: its policies parsed and its entities written, once. */
export class CedarWorld {
  private readonly users = new Map<string, Entity>();
  private readonly items = new Map<string, Entity>();
  private readonly granted: GrantedFields;

  constructor(
    private readonly cedar: CedarEngine,
    private readonly world: SharingWorld,
    private readonly name: string,
  ) {
    const { policies, granted } = cedarPolicies(world);
    this.granted = granted;
    const parsed = cedar.preparsePolicySet(name, { staticPolicies: policies });
    if (parsed.type !== 'success') throw new Error(`Cedar does not take the policies: ${JSON.stringify(parsed)}`);
    for (const { id, agency, active, roles, trainingValidTo, relatedSubjects } of world.users) {
      this.users.set(id, entity('User', id, { id, agency, active, roles, related: relatedSubjects, ...(trainingValidTo === null ? {} : { trainingValidTo }) }));
    }
    for (const { id, case: inCase, subject, owner, category, marking, namedReaders, fields } of world.items) {
      const its = indexOf(world).case(inCase);
      if (its === undefined) continue;
      this.items.set(
        id,
        entity('Item', id, { inCase, subject, owner, category, marking, namedReaders: [...namedReaders], fields, purpose: its.purpose, subjects: its.subjects, excluded: its.excludedUsers }),
      );
    }
  }

  /** The decision, its fields and its grants or refusals; the consent that a term rests on is not among Cedar's reasons. */
  decide({ user, action, item, purpose, at }: Question): Decision {
    const [principal, resource] = [this.users.get(user), this.items.get(item)];
    if (principal === undefined || resource === undefined) throw new RangeError('The world has no such user or item');
    const answer = answerOf.parse(
      this.cedar.statefulIsAuthorized({
        principal: principal.uid,
        action: { type: 'Action', id: action },
        resource: resource.uid,
        context: { at, purpose, ...this.beforehand(user, item, purpose, at) },
        preparsedPolicySetId: this.name,
        entities: [principal, resource],
      }),
    );
    if (answer.type === 'failure' || answer.response.diagnostics.errors.length > 0) throw new Error(`Cedar could not answer: ${JSON.stringify(answer)}`);
    const { decision, diagnostics } = answer.response;
    if (decision === 'deny') return { decision: 'deny', fields: [], reasons: sortedSet(diagnostics.reason.map((name) => name.split(' ')[0] ?? name)) };
    return { decision: 'permit', fields: sortedSet(diagnostics.reason.flatMap((name) => this.fieldsOf(name, item))), reasons: sortedSet(diagnostics.reason) };
  }

  /** What Cedar's language cannot look up: the circle's periods, and the record of consent that decides. */
  private beforehand(userId: string, itemId: string, purpose: string, at: Question['at']): { inCircle: boolean; consented: boolean } {
    const index = indexOf(this.world);
    const user = index.user(userId);
    const on = index.item(itemId);
    if (user === undefined || on === undefined) return { inCircle: false, consented: false };
    const inCircle =
      on.case.owner === user.agency || on.case.circle.some((entry) => entry.agency === user.agency && within(at, entry.from, entry.to) && (entry.users === null || entry.users.has(user.id)));
    const consented = consentFor(index, { subject: on.item.subject, purpose, recipient: user.agency, category: on.item.category, at }) !== null;
    return { inCircle, consented };
  }

  /** Cedar answers yes or no: which fields a grant gives is looked up by the grant's name. */
  private fieldsOf(name: string, itemId: string): string[] {
    const item = indexOf(this.world).item(itemId)?.item;
    if (item === undefined) return [];
    const given = name === 'own' ? ALL : this.granted.get(name)?.get(item.category);
    if (given === undefined) return [];
    return given === ALL ? [...item.fields] : item.fields.filter((field) => given.has(field));
  }
}

const entity = (type: string, id: string, attrs: Entity['attrs']): Entity => ({ uid: { type, id }, attrs, parents: [] });
