import { evaluationRequest, evaluationsRequest } from '@concordat/contracts-protocol';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { completed, ends } from './semantics.js';

/** As the standard gives it (section 6.1). */
const single = {
  subject: { type: 'user', id: 'alice@example.com' },
  resource: { type: 'account', id: '123' },
  action: { name: 'can_read', properties: { method: 'GET' } },
  context: { time: '1985-10-26T01:22-07:00' },
};
/** Section 7.1: one subject, two questions that name their own action and resource. */
const several = {
  subject: { type: 'user', id: 'alice@example.com' },
  context: { time: '2024-05-31T15:22-07:00' },
  evaluations: [
    { action: { name: 'can_read' }, resource: { type: 'document', id: 'boxcarring.md' } },
    { action: { name: 'can_read' }, resource: { type: 'document', id: 'subject-search.md' }, context: { time: '2024-06-01T00:00Z' } },
    { action: { name: 'can_read' } },
  ],
};

describe('questions as the standard has them', () => {
  it('are taken with whatever else they say', () => {
    expect(evaluationRequest.parse(single)).toEqual(single);
    expect(evaluationsRequest.parse({ ...several, extension: 1 }).evaluations).toHaveLength(3);
    expect(evaluationsRequest.safeParse({ ...several, options: { evaluations_semantic: 'sometimes' } }).success).toBe(false);
    expect(evaluationRequest.safeParse({ subject: single.subject, action: single.action }).success).toBe(false);
  });

  it('take from the top what they leave out, and are incomplete where that lacks it too', () => {
    const top = evaluationsRequest.parse(several);
    const [first, second, third] = (top.evaluations ?? []).map((one) => completed(top, one));
    expect(first).toEqual({ subject: several.subject, action: { name: 'can_read' }, resource: { type: 'document', id: 'boxcarring.md' }, context: several.context });
    expect(second?.context).toEqual({ time: '2024-06-01T00:00Z' });
    expect(third).toBeNull();
  });

  it('end as && and || do', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 10 }), (decisions) => {
        const answered = (semantic: Parameters<typeof ends>[0]) => {
          const place = decisions.findIndex((decision) => ends(semantic, { decision }));
          return place === -1 ? decisions : decisions.slice(0, place + 1);
        };
        expect(answered('execute_all')).toEqual(decisions);
        expect(answered('deny_on_first_deny').every(Boolean)).toBe(decisions.every(Boolean));
        expect(answered('deny_on_first_deny').slice(0, -1)).not.toContain(false);
        expect(answered('permit_on_first_permit').some(Boolean)).toBe(decisions.some(Boolean));
        expect(answered('permit_on_first_permit').slice(0, -1)).not.toContain(true);
      }),
    );
  });
});
