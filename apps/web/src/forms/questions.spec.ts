import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import * as fields from './fields.js';
import { formOf } from './form.js';
import { CHECK, Questions } from './questions.js';

const form = formOf(
  z.object({ who: fields.line('Enter who'), kind: fields.choice(['long', 'short'], 'Select a kind'), more: fields.optionalLine(), kinds: fields.choices(['a', 'b'], 'Select one'), on: fields.date('Date', { when: 'past' }) }),
);
const questions = new Questions([
  { key: 'who', fields: ['who'] },
  { key: 'kind', fields: ['kind'] },
  { key: 'more', fields: ['more'], asked: (typed) => typed.has('kind', 'long') },
  { key: 'rest', fields: ['kinds', 'on'] },
]);
const answers = { who: 'Jordan', kind: 'short', more: '', kinds: ['a', 'b'], 'on-day': '1', 'on-month': '2', 'on-year': '2020' };
const turn = (body: Record<string, unknown>) => {
  const next = questions.next(body, form.read(body));
  return next === 'send' ? next : { at: next.at, faults: next.form.faults.map(({ message }) => message) };
};

describe('a form that is asked a question a page', () => {
  it('goes on from page to page, past what is not asked, and tells only what is wrong with the page that was sent', () => {
    expect(turn({})).toEqual({ at: 'who', faults: [] });
    expect(turn({ _at: 'who', who: '' })).toEqual({ at: 'who', faults: ['Enter who'] });
    expect(turn({ _at: 'who', who: 'Jordan' })).toEqual({ at: 'kind', faults: [] });
    expect(turn({ _at: 'kind', who: 'Jordan', kind: 'long' })).toEqual({ at: 'more', faults: [] });
    expect(turn({ _at: 'kind', who: 'Jordan', kind: 'short' })).toEqual({ at: 'rest', faults: [] });
    expect(turn({ ...answers, _at: 'rest' })).toEqual({ at: CHECK, faults: [] });
  });

  it('sends what was read through, and asks again for what is missing', () => {
    expect(turn({ ...answers, _at: CHECK })).toBe('send');
    expect(turn({ ...answers, who: '', _at: CHECK })).toEqual({ at: 'who', faults: ['Enter who'] });
    expect(turn({ ...answers, who: '', _at: 'rest' })).toEqual({ at: 'who', faults: [] });
    expect(turn({ ...answers, _at: 'nowhere' })).toEqual({ at: 'who', faults: [] });
  });

  it('changes one answer and comes back to the others, by way of what it makes necessary', () => {
    expect(turn({ ...answers, _at: CHECK, _go: 'kind' })).toEqual({ at: 'kind', faults: [] });
    expect(turn({ ...answers, kind: 'long', _at: 'kind', _checked: 'yes' })).toEqual({ at: CHECK, faults: [] });
    expect(turn({ ...answers, kinds: [], _at: 'kind', _checked: 'yes' })).toEqual({ at: 'rest', faults: [] });
    expect(questions.before('rest', form.read(answers).form)).toBe('kind');
    expect(questions.before('who', form.read(answers).form)).toBeNull();
  });

  it('carries every answer of the other pages, as a browser sends them', () => {
    const { carried } = questions.shown('who', form.read(answers).form, {});
    expect(carried).toEqual([
      { name: 'kind', value: 'short' }, { name: 'more', value: '' }, { name: 'kinds', value: 'a' }, { name: 'kinds', value: 'b' },
      { name: 'on-day', value: '1' }, { name: 'on-month', value: '2' }, { name: 'on-year', value: '2020' },
    ]);
  });

  it('shows the page of what a service refused', () => {
    expect(questions.refused(form.read(answers).form.refused('No', 'kinds')).at).toBe('rest');
    expect(questions.refused(form.read(answers).form.refused('No')).at).toBe(CHECK);
  });
});
