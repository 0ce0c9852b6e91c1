import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import nunjucks from 'nunjucks';
import * as times from './times.js';
import * as words from './words.js';

const root = join(import.meta.dirname, '..');
const templates = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.njk'));

/** A compiler that knows the filters of pages, and no others. */
const compiler = new nunjucks.Environment(null, { autoescape: true });
for (const [name, filter] of Object.entries({ ...times, ...words })) compiler.addFilter(name, filter);

describe.each(templates)('the template %s', (file) => {
  const text = readFileSync(join(root, file), 'utf8').replaceAll(/\{#.*?#\}/gs, '');

  it('compiles, and uses filters that there are', () => {
    expect(() => new nunjucks.Template(text, compiler, file, true)).not.toThrow();
    const used = [...text.matchAll(/\|\s*(\w+)/g)].map(([, name = '']) => name);
    for (const name of used) expect(() => compiler.getFilter(name)).not.toThrow();
    // `none` is null there, whatever the model calls so: its words would not be shown.
    const code = [...text.matchAll(/\{[{%](.*?)[%}]\}/gs)].map(([, inside = '']) => inside.replaceAll(/"[^"]*"/g, '""')).join('\n');
    expect(code).not.toMatch(/\bnone\b/);
  });

  it('takes no data for markup, and holds nothing that the Content Security Policy refuses', () => {
    expect(text).not.toMatch(/\|\s*safe\b/);
    expect(text).not.toMatch(/autoescape\s+false/);
    expect(text).not.toMatch(/<[^>]*\s(style|on[a-z]+)=/);
    expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|<style/);
    expect(text).not.toMatch(/javascript:/);
  });

  it('sends every form with its token', () => {
    for (const [form] of text.matchAll(/<form[^>]*method="post".*?<\/form>/gs)) expect(form).toContain('token.name');
  });
});
