import { describe, expect, it } from '@jest/globals';
import { InvalidInputError, NotFoundError, RuleError, StaleVersionError } from '@concordat/platform-errors';
import { z } from 'zod';
import { runVisit, Visit } from '../session/visit.js';
import * as fields from './fields.js';
import { FORM_KEY, formOf, rule } from './form.js';

const nominationForm = formOf(
  rule(
    z.object({
      givenName: fields.line('Enter a first name', 20),
      bornOn: fields.date('Date of birth', { when: 'past' }),
      seenOn: fields.date('Date seen', { optional: true }),
      knows: fields.yesNo('Select yes if they know'),
      whyNot: fields.optionalText(),
      agencies: fields.choices(['police', 'school', 'health'], 'Select at least one agency'),
      agreed: fields.ticked(),
      children: fields.wholeNumber('Number of children', { min: 0, max: 12 }),
      version: fields.version(),
    }),
    { of: ['knows', 'whyNot'], at: 'whyNot', holds: ({ knows, whyNot }) => knows || whyNot !== '', otherwise: 'Enter why they do not know' },
  ),
);

const sound = {
  givenName: ' Aaliyah ',
  'bornOn-day': '7', 'bornOn-month': 'Sept', 'bornOn-year': '2010',
  'seenOn-day': '', 'seenOn-month': '', 'seenOn-year': '',
  knows: 'no',
  whyNot: 'first\r\nsecond ',
  agencies: 'police',
  children: '2',
  version: '3',
};

const faultsOf = (body: Record<string, unknown>) => nominationForm.read({ ...sound, ...body }).form.faults.map(({ field, message }) => [field, message]);

describe('a form', () => {
  it('gives what the fields mean', () => {
    expect(nominationForm.read(sound).value).toEqual({
      givenName: 'Aaliyah', bornOn: '2010-09-07', seenOn: null, knows: false, whyNot: 'first\nsecond', agencies: ['police'], agreed: false, children: 2, version: 3,
    });
  });

  it('says every error at once, in the order of the page, one a field', () => {
    const { form, value } = nominationForm.read({ knows: 'no', version: '1' });
    expect(value).toBeNull();
    expect(form.status).toBe(400);
    expect(form.faults.map(({ field, message }) => [field, message])).toEqual([
      ['givenName', 'Enter a first name'],
      ['bornOn', 'Enter a date of birth'],
      ['whyNot', 'Enter why they do not know'],
      ['agencies', 'Select at least one agency'],
      ['children', 'Enter a number of children'],
    ]);
  });

  it('keeps what was typed, as it was typed', () => {
    const { form } = nominationForm.read({ ...sound, givenName: 'x'.repeat(30), 'bornOn-month': 'Sept' });
    expect(form.text('givenName')).toBe('x'.repeat(30));
    expect(form.date('bornOn')).toEqual({ day: '7', month: 'Sept', year: '2010' });
    expect(form.has('knows', 'no')).toBe(true);
    expect(form.has('agencies', 'police')).toBe(true);
    expect(form.fault('givenName')?.message).toBe('Must be 20 characters or fewer');
  });

  it.each([
    [{ 'bornOn-year': '' }, 'Date of birth must include a year'],
    [{ 'bornOn-day': '', 'bornOn-month': '' }, 'Date of birth must include a day and a month'],
    [{ 'bornOn-year': '10' }, 'Year must include 4 numbers'],
    [{ 'bornOn-day': '31' }, 'Date of birth must be a real date'],
    [{ 'bornOn-month': '13' }, 'Date of birth must be a real date'],
    [{ 'bornOn-month': 'mayor' }, 'Date of birth must be a real date'],
    [{ 'bornOn-year': '2999' }, 'Date of birth must be in the past'],
  ])('says what is wrong with a date: %j', (boxes, message) => {
    expect(faultsOf(boxes)).toEqual([['bornOn', message]]);
  });

  it.each([['jan', 1], ['January', 1], ['01', 1], ['june', 6], ['jul', 7], ['12', 12]])('takes %s as a month', (month, number) => {
    expect(nominationForm.read({ ...sound, 'bornOn-month': month }).value?.bornOn).toBe(`2010-${String(number).padStart(2, '0')}-07`);
  });

  it('names what is missing with its article', () => {
    const period = formOf(z.object({ startsOn: fields.date('Start date'), endsOn: fields.date('End date') }));
    expect(period.read({}).form.faults.map(({ message }) => message)).toEqual(['Enter a start date', 'Enter an end date']);
  });

  it('marks the boxes of a date that are wrong', () => {
    expect(nominationForm.read({ ...sound, 'bornOn-year': '' }).form.fault('bornOn')?.boxes).toEqual(['year']);
  });

  it('takes nothing that is not a text or a list of texts for what was typed', () => {
    expect(nominationForm.read({ ...sound, givenName: { a: 1 } }).value).toBeNull();
    expect(nominationForm.read('neither').value).toBeNull();
    expect(nominationForm.read(undefined).value).toBeNull();
    expect(faultsOf({ agencies: ['police', 'army'] })).toEqual([['agencies', expect.any(String)]]);
  });

  it('shows what a service gave', () => {
    const form = nominationForm.blank({ givenName: 'Aaliyah', bornOn: '2010-09-07', knows: true, agencies: ['school'], version: 4 });
    expect(form.date('bornOn')).toEqual({ day: '7', month: '9', year: '2010' });
    expect(form.has('knows', 'yes')).toBe(true);
    expect(form.has('agencies', 'school')).toBe(true);
    expect(form.text('version')).toBe('4');
    expect(form.faulty).toBe(false);
  });

  it('has a key of its own each time that it is shown, and keeps it when it is sent', () => {
    expect(nominationForm.blank().key).not.toBe(nominationForm.blank().key);
    const { key } = nominationForm.blank();
    expect(nominationForm.read({ ...sound, [FORM_KEY]: key }).form.key).toBe(key);
    expect(nominationForm.read({ ...sound, [FORM_KEY]: 'made up' }).form.key).not.toBe('made up');
  });
});

describe('a form that is sent', () => {
  const read = nominationForm.read(sound);
  const refusedBy = async (error: Error, options = {}) => {
    const visit = new Visit('id', '/', 'token', '127.0.0.1');
    const result = await runVisit(visit, () => read.send(() => Promise.reject(error), options));
    if (result.sent) throw new Error('it was sent');
    return result.form;
  };

  it('is not sent while something is wrong with it', async () => {
    let called = false;
    const result = await nominationForm.read({}).send(() => Promise.resolve((called = true)));
    expect(result.sent).toBe(false);
    expect(called).toBe(false);
  });

  it('gives the answer', async () => {
    expect(await read.send(({ givenName }, key) => Promise.resolve([givenName, key]))).toEqual({ sent: true, answer: ['Aaliyah', read.form.key] });
  });

  it("puts a service's faults beside the fields, by their names or by those that the page gives them", async () => {
    const form = await refusedBy(
      new InvalidInputError([
        { path: 'body.answers.person.givenName', message: 'Not this name' },
        { path: 'body.answers.person.dateOfBirth', message: 'Too young' },
        { path: 'body.answers.other', message: 'Something else' },
      ]),
      { fields: { dateOfBirth: 'bornOn' } },
    );
    expect(form.faults.map(({ field, message }) => [field, message])).toEqual([['givenName', 'Not this name'], ['bornOn', 'Too young'], [null, 'Something else']]);
    expect(form.text('givenName')).toBe(' Aaliyah ');
  });

  it("says a rule's refusal, at a field when the page knows which", async () => {
    expect((await refusedBy(new RuleError('too-old', 'Must be under 18'))).faults).toEqual([{ field: null, message: 'Must be under 18', boxes: [] }]);
    const form = await refusedBy(new RuleError('too-old', 'Must be under 18'), { rules: { 'too-old': 'bornOn' } });
    expect(form.fault('bornOn')?.message).toBe('Must be under 18');
    expect([form.status, form.rule]).toEqual([422, 'too-old']);
  });

  it('shows what someone else changed, keeps what was typed and is about the new version then', async () => {
    const change = { by: 'someone', at: '2026-02-01T09:30:00.000Z', version: 5 };
    const changes = [{ field: 'dueOn', from: '2026-02-02', to: '2026-02-05', ...change }, { field: 'why', from: null, to: { sealed: true }, ...change }];
    const form = await refusedBy(new StaleVersionError({ current: 5, changes }), { labels: { dueOn: 'Due date' } });
    const told = { by: 'Someone else', byUser: 'someone', at: '1 February 2026 at 9:30am' };
    expect(form.changed).toEqual([{ field: 'Due date', from: '2 February 2026', to: '5 February 2026', ...told }, { field: 'Why', from: 'Nothing', to: 'A text that is not shown here', ...told }]);
    expect(form.text('version')).toBe('5');
    expect(form.text('givenName')).toBe(' Aaliyah ');
    expect(form.status).toBe(409);
    expect(form.key).not.toBe(read.form.key);
  });

  it('leaves every other error to its page', async () => {
    await expect(refusedBy(new NotFoundError())).rejects.toThrow(NotFoundError);
    await expect(refusedBy(new InvalidInputError([{ path: 'params.caseId', message: 'Invalid' }]))).rejects.toThrow(InvalidInputError);
  });
});
