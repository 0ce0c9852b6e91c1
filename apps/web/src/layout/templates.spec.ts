import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import nunjucks from 'nunjucks';
import { assetPath, govukRoot, mojRoot } from './assets.js';
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

describe('signing out', () => {
  const LAYOUT = 'layout/page.njk';
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  const named = new Set(sources.flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/'([a-z0-9-]+(?:\/[a-z0-9-]+)+)'/g)].map(([, name = '']) => `${name}.njk`)));
  const textOf = (file: string): string => readFileSync(join(root, file), 'utf8').replaceAll(/\{#.*?#\}/gs, '');
  const baseOf = (file: string): string | undefined => /\{% extends "([^"]+)" %\}/.exec(textOf(file))?.[1];
  const pages = templates.filter((file) => file !== LAYOUT && (named.has(file) || baseOf(file) !== undefined));

  it('stands in the layout, for whoever is signed in, as a button of a form', () => {
    const env = new nunjucks.Environment(new nunjucks.FileSystemLoader([root, govukRoot, mojRoot]), { autoescape: true });
    for (const [name, filter] of Object.entries({ ...times, ...words })) env.addFilter(name, filter);
    env.addGlobal('assetPath', assetPath);
    env.addGlobal('formToken', () => ({ name: 'token', value: 'of the form' }));
    const headerOf = (user: { name: string } | null): string => env.render(LAYOUT, { title: 'A page', user }).split('<main')[0] ?? '';
    expect(headerOf({ name: 'Priya Nair' })).toMatch(/<form method="post" action="\/sign-out">\s*<input type="hidden" name="token" value="of the form">\s*<button type="submit" class="app-header__button">Sign out<\/button>/);
    expect(headerOf(null)).not.toContain('sign-out');
  });

  it('is on every page: each is made of the layout, and none takes the place of its header', () => {
    expect(pages.length).toBeGreaterThan(200);
    for (const file of pages) {
      const bases = [];
      for (let base = baseOf(file); base !== undefined && base !== LAYOUT; base = baseOf(base)) bases.push(base);
      const last = bases.at(-1) ?? file;
      expect([file, baseOf(last)]).toEqual([file, LAYOUT]);
      expect([file, textOf(file).match(/\{% block (?:govukHeader|header|bodyStart|container)\b/)]).toEqual([file, null]);
    }
  });
});
