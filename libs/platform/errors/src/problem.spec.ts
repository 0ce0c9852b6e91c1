import { describe, expect, it } from '@jest/globals';
import { InvalidInputError, NotFoundError, RuleError, StaleVersionError, toProblem } from './index.js';

describe('toProblem', () => {
  it('tells nothing of an unknown error but the id that is in the log', () => {
    expect(toProblem(new Error('password of Aaliyah is hunter2'), 'trace-1')).toEqual({
      type: 'urn:concordat:problem:internal-error',
      title: 'Sorry, there is a problem with the service',
      status: 500,
      code: 'internal-error',
      instance: 'trace-1',
    });
  });

  it('answers alike for what is hidden and what is absent', () => {
    expect(toProblem(new NotFoundError('case 7 of another partnership'), 'x')).toEqual(toProblem(new NotFoundError(), 'x'));
  });

  it('carries what changed with a stale version', () => {
    const changes = [{ field: 'status', from: 'open', to: 'closed', by: null, at: '2026-02-02T09:00:00.000Z', version: 3 }];
    expect(toProblem(new StaleVersionError({ current: 3, changes }))).toMatchObject({ status: 409, code: 'stale-version', current: 3, changes });
  });

  it('keeps the members of RFC 9457 when an extra has the same name', () => {
    expect(toProblem(new RuleError('too-young', 'Too young', { status: 200, code: 'ok', age: 9 }))).toMatchObject({ status: 422, code: 'too-young', age: 9 });
  });

  it('lists every issue of an invalid input', () => {
    expect(toProblem(new InvalidInputError([{ path: 'body.name', message: 'Enter a value' }]))).toMatchObject({
      status: 400,
      issues: [{ path: 'body.name', message: 'Enter a value' }],
    });
  });
});
