import { getReferenceList } from '@concordat/contracts-partnership-registry';
import { conditionCalled, type DecisionView } from '@concordat/contracts-protocol';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import * as fields from '../../forms/fields.js';
import { formOf, type Form } from '../../forms/form.js';
import { done, page, redirect, type Answer, type PageAnswer } from '../../layout/answers.js';
import { date, dateTime } from '../../layout/times.js';
import { codeWords, list } from '../../layout/words.js';
import { Names, type KnownNames } from '../../services/names.js';
import { Services } from '../../services/services.js';
import { Place, PLACES, type SharingPlace } from '../place.js';
import { BASIS_CODES, BASIS_WORDS, CONTROLLER_WORDS, DECISION_TAGS } from '../words/decision-words.js';

const revokeForm = formOf(z.object({ why: fields.text('Enter why it ends'), version: fields.version() }));

@Controller(PLACES)
export class DisclosureController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get('disclosures/:decisionId')
  async show(@Place() place: SharingPlace, @Param('decisionId') decisionId: string, @Query() query: unknown): Promise<Answer> {
    const decision = await this.read(place, decisionId);
    return decisionPage(place, decision, await this.wordsFor(decision), revokeForm.blank({ version: decision.version }), done(query, { revoked: 'The disclosure has ended. What was open by it is closed' }));
  }

  @Post('disclosures/:decisionId')
  async revoke(@Place() place: SharingPlace, @Param('decisionId') decisionId: string, @Body() body: unknown): Promise<Answer> {
    const result = await revokeForm
      .read(body)
      .send((value, idempotencyKey) => this.services.call(place.disclosures.revoke, { params: { caseId: place.caseId, decisionId }, body: value, idempotencyKey }));
    if (result.sent) return redirect(`${place.base}/disclosures/${decisionId}`, { done: 'revoked' });
    const decision = await this.read(place, decisionId);
    return decisionPage(place, decision, await this.wordsFor(decision), withEnd(result.form, decision), null);
  }

  private read({ disclosures, caseId }: SharingPlace, decisionId: string): Promise<DecisionView> {
    return this.services.call(disclosures.read, { params: { caseId, decisionId } });
  }

  private async wordsFor(decision: DecisionView): Promise<Words> {
    const [{ entries }, names] = await Promise.all([
      this.services.call(getReferenceList, { params: { list: 'gateways' }, query: {} }),
      this.names.of({ userIds: [decision.decidedByUserId, decision.recipientUserId], agencyIds: [decision.ownerAgencyId, decision.recipientAgencyId] }),
    ]);
    return { names, gateway: entries.find(({ code }) => code === decision.gateway)?.name ?? codeWords(decision.gateway ?? '') };
  }
}

/** Whoever ended it before says why in a text that is kept sealed: what changed is told from the decision as it is now. */
function withEnd(form: Form, { revokedAt, whyRevoked }: Pick<DecisionView, 'revokedAt' | 'whyRevoked'>): Form {
  if (form.changed !== null && revokedAt !== null) form.changed = form.changed.map((row) => ({ ...row, field: 'Ended early', from: 'No', to: `${dateTime(revokedAt)}. ${whyRevoked ?? ''}` }));
  return form;
}

interface Words {
  names: KnownNames;
  /** What the power is called. */
  gateway: string;
}

function decisionPage({ base }: SharingPlace, decision: DecisionView, { names, gateway }: Words, form: Form, success: string | null): PageAnswer {
  const basis = BASIS_CODES.find((code) => code === decision.basis);
  const conditions = [decision.specialCategoryCondition, decision.criminalOffenceCondition].flatMap((code) => (code === null ? [] : [conditionCalled(code).name]));
  return page('sharing/disclosure/disclosure', {
    title: 'Decision to share',
    back: `${base}/disclosures`,
    success,
    form,
    tag: DECISION_TAGS[decision.state],
    mayRevoke: decision.mayRevoke,
    rows: [
      { key: 'Decision', text: decision.decision === 'share' ? 'Share it' : 'Do not share it' },
      { key: 'Decided', text: `${dateTime(decision.decidedAt)} by ${[names.user(decision.decidedByUserId), decision.decidedPosition, names.agency(decision.ownerAgencyId)].filter((part) => part !== '').join(', ')}` },
      { key: 'To', text: decision.recipientUserId === null ? names.agency(decision.recipientAgencyId) : `${names.user(decision.recipientUserId)} alone, ${names.agency(decision.recipientAgencyId)}` },
      ...(decision.requestedBy === '' ? [] : [{ key: 'Asked by', text: [decision.requestedBy, decision.requestedPosition, decision.requestedOn === null ? '' : date(decision.requestedOn)].filter((part) => part !== '').join(', ') }]),
      { key: 'Kinds of information', text: Object.entries(decision.categories).map(([category, held]) => `${codeWords(category)}: ${held === '*' ? 'everything of this kind' : list(held.map((field) => codeWords(field).toLowerCase()))}`).join('\n') },
      ...(decision.state === 'refused' ? [] : [{ key: 'May leave Concordat', text: decision.export ? 'Yes' : 'No' }]),
      { key: 'Exactly what', text: decision.described },
      { key: 'Why it is wanted', text: decision.purpose },
      { key: 'Who decides how it is used', text: CONTROLLER_WORDS[decision.controllers] },
      { key: 'Lawful basis', text: basis === undefined ? codeWords(decision.basis) : BASIS_WORDS[basis] },
      ...optional('Law enforcement (Part 3)', decision.lawEnforcement),
      ...(decision.gateway === null ? [] : [{ key: 'Power', text: gateway }]),
      ...(conditions.length === 0 ? [] : [{ key: 'Conditions', text: conditions.join('\n') }]),
      ...optional('Appropriate policy document', decision.policyDocument),
      ...optional('Data protection impact assessment', decision.dpia),
      ...optional('Data sharing agreement', decision.agreement),
      { key: 'Why it is necessary', text: decision.necessity },
      { key: 'Why it is proportionate', text: decision.proportionality },
      { key: 'What else was considered', text: decision.considered },
      ...optional('Advice of the data protection officer', decision.advice),
      ...optional('Kept safe', decision.security),
      ...optional('Kept for', decision.retention),
      ...optional('The person’s rights', decision.rights),
      ...optional('How often', decision.interval),
      { key: 'Whether the person is told', text: decision.told ? 'Yes' : `No. ${decision.whyNotTold}` },
      { key: 'Reasons', text: decision.reasons },
      ...(decision.until === null ? [] : [{ key: 'Ends', text: dateTime(decision.until) }]),
      ...(decision.revokedAt === null ? [] : [{ key: 'Ended early', text: `${dateTime(decision.revokedAt)}. ${decision.whyRevoked ?? ''}` }]),
    ],
  });
}

const optional = (key: string, text: string): { key: string; text: string }[] => (text === '' ? [] : [{ key, text }]);
