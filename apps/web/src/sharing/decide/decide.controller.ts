import { CONDITIONS, type DisclosureRoutes, type OutputOf } from '@concordat/contracts-protocol';
import { getReferenceList } from '@concordat/contracts-partnership-registry';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { Agencies, agencyChoices } from '../../cases/agencies.js';
import type { Form } from '../../forms/form.js';
import { page, redirect, type Answer, type PageAnswer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { Visit, Visitor } from '../../session/visit.js';
import { Place, PLACES, type SharingPlace } from '../place.js';
import { peopleChoices } from '../record-consent/record-consent.presenter.js';
import { categoryChoices } from '../words/consent-words.js';
import { BASIS_CODES, BASIS_WORDS } from '../words/decision-words.js';
import { decideForm, decisionOf } from './decide.form.js';

interface Choices {
  file: OutputOf<DisclosureRoutes['list']>;
  agencies: { id: string; name: string }[];
  gateways: { code: string; name: string }[];
}

@Controller(PLACES)
export class DecideController {
  constructor(
    private readonly services: Services,
    private readonly agencies: Agencies,
  ) {}

  @Get('disclosures/new')
  async show(@Place() place: SharingPlace, @Visitor() visit: Visit): Promise<Answer> {
    const choices = await this.choices(place, visit);
    const [only] = choices.file.people;
    return decidePage(place, choices, formFor(choices).blank(choices.file.people.length === 1 && only ? { subjectId: only.subjectId } : {}));
  }

  @Post('disclosures/new')
  async decide(@Place() place: SharingPlace, @Visitor() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const choices = await this.choices(place, visit);
    const result = await formFor(choices)
      .read(body)
      .send((value, idempotencyKey) => this.services.call(place.disclosures.decide, { params: { caseId: place.caseId }, body: decisionOf(value), idempotencyKey }), {
        rules: { 'policy-document-needed': 'policyDocument', 'gateway-excludes': 'gateway' },
      });
    return result.sent ? redirect(`${place.base}/disclosures`, { done: 'decided' }) : decidePage(place, choices, result.form);
  }

  private async choices({ disclosures, caseId }: SharingPlace, visit: Visit): Promise<Choices> {
    const [file, agencies, { entries }] = await Promise.all([
      this.services.call(disclosures.list, { params: { caseId } }),
      this.agencies.all(),
      this.services.call(getReferenceList, { params: { list: 'gateways' }, query: {} }),
    ]);
    return { file, agencies: agencies.filter(({ id }) => id !== visit.acting?.agencyId), gateways: entries };
  }
}

const formFor = ({ file, agencies, gateways }: Choices) =>
  decideForm(file.people.map(({ subjectId }) => subjectId), agencies.map(({ id }) => id), gateways.map(({ code }) => code));

function decidePage({ base }: SharingPlace, { file, agencies, gateways }: Choices, form: Form): PageAnswer {
  const conditions = (sensitivity: 'special-category' | 'criminal-offence') =>
    CONDITIONS.filter(({ allows }) => allows.some((one) => one === sensitivity)).map(({ code, name }) => ({ value: code, text: name }));
  return page('sharing/decide/decide', {
    title: 'Record a decision to share, or not to',
    back: `${base}/disclosures`,
    form,
    reference: file.reference,
    people: peopleChoices(file),
    agencyItems: agencyChoices(agencies),
    gatewayItems: gateways.map(({ code, name }) => ({ value: code, text: name })),
    basisItems: BASIS_CODES.map((value) => ({ value, text: BASIS_WORDS[value] })),
    categoryItems: categoryChoices,
    specialItems: conditions('special-category'),
    criminalItems: conditions('criminal-offence'),
  });
}
