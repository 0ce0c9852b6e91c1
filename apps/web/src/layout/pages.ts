import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { ProblemError } from '@concordat/platform-errors';
import nunjucks from 'nunjucks';
import { FORM_KEY } from '../forms/form.js';
import { FormTokens, FORM_TOKEN } from '../session/form-tokens.js';
import { KnownNames, Names } from '../services/names.js';
import { Standing } from '../services/standing.js';
import { returnPath, withReturn } from '../session/return-path.js';
import { secondsUntil } from '../session/sessions.js';
import { currentVisit, type Visit } from '../session/visit.js';
import { actingWords } from './acting.js';
import type { PageModel } from './answers.js';
import type { ChangeRow } from './changes.js';
import { assetPath, govukRoot, mojRoot } from './assets.js';
import { Navigation } from './navigation.js';
import { SHARING_ROLES } from './roles.js';
import * as times from './times.js';
import * as words from './words.js';

/** Folder of all templates: the sources' own, so that a page's template lies beside its controller. */
const root = join(import.meta.dirname, '..');

function environment(tokens: FormTokens): nunjucks.Environment {
  const env = nunjucks.configure([root, govukRoot, mojRoot], { autoescape: true, throwOnUndefined: false, noCache: false });
  for (const [name, filter] of Object.entries({ ...times, ...words })) env.addFilter(name, filter);
  env.addGlobal('assetPath', assetPath);
  // Functions, because macros see nothing of a page's own model.
  env.addGlobal('formToken', () => ({ name: FORM_TOKEN, value: tokens.of(currentVisit()) }));
  env.addGlobal('newFormKey', () => ({ name: FORM_KEY, value: randomUUID() }));
  return env;
}

/** Renders pages: the template's own model, and what the layout needs of the visit. */
@Injectable()
export class Pages {
  private readonly env: nunjucks.Environment;

  constructor(
    private readonly navigation: Navigation,
    private readonly names: Names,
    private readonly standing: Standing,
    tokens: FormTokens,
  ) {
    this.env = environment(tokens);
  }

  /** Hash of the one inline script, which the GOV.UK template brings and the Content Security Policy must allow. */
  inlineScriptHash(): string {
    const script = /<script>(.*?)<\/script>/s.exec(this.env.render('govuk/template.njk'))?.[1] ?? '';
    return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
  }

  async render(template: string, model: PageModel, visit: Visit | null): Promise<string> {
    const faulty = model.form?.faulty ?? false;
    await this.nameThose(model.form?.changed ?? model.changes ?? []);
    return this.env.render(`${template}.njk`, {
      ...model,
      documentTitle: `${faulty ? 'Error: ' : ''}${model.title} - Concordat`,
      user: visit?.session?.user ?? null,
      acting: visit?.acting ?? null,
      actingFor: visit?.acting ? actingWords(visit.acting) : '',
      canFind: visit?.hasRole(...SHARING_ROLES) ?? false,
      shownAt: new Date(),
      timeOut: visit?.session?.stage === 'ready' ? { seconds: secondsUntil(visit.session.expiresAt), away: withReturn('/timed-out', returnPath(visit.address)) } : null,
      severalMemberships: (visit?.session?.memberships.length ?? 0) > 1,
      ownAlone: visit !== null && visit.acting !== null && (await this.standing.isOwnAlone()),
      navigation: visit === null ? [] : await this.navigation.of(visit),
    });
  }

  /** Who was faster, and whom what changed names; without the registry they stay "Someone else" and "Not shown". */
  private async nameThose(rows: ChangeRow[]): Promise<void> {
    const authors = rows.flatMap(({ byUser }) => (byUser === null ? [] : [byUser]));
    const ids = rows.flatMap(({ from, to }) => [...idsIn(from), ...idsIn(to)]);
    if (authors.length + ids.length === 0) return;
    const names = await this.namesOf([...authors, ...ids], ids);
    for (const row of rows) {
      if (row.byUser !== null) row.by = names.user(row.byUser);
      row.from = inWords(row.from, names);
      row.to = inWords(row.to, names);
    }
  }

  private async namesOf(userIds: string[], agencyIds: string[]): Promise<KnownNames> {
    try {
      return await this.names.of({ userIds, agencyIds });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return new KnownNames(new Map(), new Map());
    }
  }
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids that are all of a value, as a column of ids has them. */
function idsIn(value: string): string[] {
  const parts = value.split(', ');
  return parts.every((part) => ID.test(part)) ? parts : [];
}

function inWords(value: string, names: KnownNames): string {
  const ids = idsIn(value);
  return ids.length === 0 ? value : ids.map((id) => names.either(id) ?? 'Not shown').join(', ');
}
