import { describe, expect, it } from '@jest/globals';
import { formOf } from './page-form.js';

const one = '01994f3e-7a1b-7c2d-8e3f-0123456789ab';
const other = '01994f3e-7a1b-7c2d-8e3f-ba9876543210';

describe('the form of a page', () => {
  it('is the same for other words, other records and more rows of the same form', () => {
    const page = (id: string, words: string, rows: number) =>
      `<h1>${words}</h1><table>${`<tr id="row-${id}"><td><a href="/cases/${id}">${words}</a></td></tr>\n`.repeat(rows)}</table><input value="${words}">`;
    expect(formOf(page(one, 'Callie Windermere', 1))).toBe(formOf(page(other, 'Sam Oakham', 3)));
  });

  it('is the same for another session, which its time-out has other keys and other seconds of', () => {
    const page = (key: string, seconds: number) => `<dialog class="app-time-out" data-time-out="${seconds}" data-token="${key}"><p>words</p></dialog>`;
    expect(formOf(page('v4EeTFi', 1_799))).toBe(formOf(page('UCk21mE', 1_798)));
  });

  it.each([
    ['a link without words', '<a href="/a">words</a>', '<a href="/a"> </a>'],
    ['a label of another field', '<label for="one">words</label>', '<label for="two">words</label>'],
    ['a class, by which colours change', '<p class="govuk-body">words</p>', '<p class="govuk-hint">words</p>'],
    ['an empty value', '<input type="submit" value="Save">', '<input type="submit" value="">'],
    ['a part that a script brings to life', '<div data-module="moj-alert">words</div>', '<div>words</div>'],
    ['another way to skip', '<a href="#main">words</a>', '<a href="#top">words</a>'],
    ['a row of another form', '<tr><td>a</td></tr><tr><td>b</td></tr>', '<tr><td>a</td></tr><tr><td></td></tr>'],
  ])('is another for %s', (_what, first, second) => {
    expect(formOf(first)).not.toBe(formOf(second));
  });
});
