import type { Agreement, AgreementParty } from '@concordat/contracts-partnership-registry';
import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { Form } from '../../forms/form.js';
import { page, redirect, type Answer } from '../../layout/answers.js';
import { ForAgreementAuthors } from '../access.js';
import { Choices, type AgencyChoices, type Option } from '../choices.js';
import { FIELD_WORDS } from '../history/history-words.js';
import { confirmForm, confirmPage, type Confirmation } from '../records/confirmation.js';
import { newPartyForm, partyForm } from './agreement.form.js';
import { AGREEMENTS } from './agreements.presenter.js';
import { backTo } from './drafts.presenter.js';
import { AgreementWriting } from './writing.js';

type People = NonNullable<ReturnType<typeof partyForm.read>['value']>;

/** The agencies that are to sign, each with whom the others ask and who signs. */
@Controller('agreements/:agreementId/parties')
@ForAgreementAuthors()
export class PartiesController {
  constructor(
    private readonly choices: Choices,
    private readonly writing: AgreementWriting,
  ) {}

  @Get('new')
  async blank(@Param('agreementId') agreementId: string): Promise<Answer> {
    const { agreement, agencies } = await this.read(agreementId);
    const options = others(agreement, agencies);
    return partyPage(newPartyForm(options).blank({ version: agreement.version }), agreement, 'Add an agency', options);
  }

  @Post('new')
  async add(@Param('agreementId') agreementId: string, @Body() body: unknown): Promise<Answer> {
    const { agreement, agencies } = await this.read(agreementId);
    const options = others(agreement, agencies);
    const result = await newPartyForm(options)
      .read(body)
      .send(({ agencyId, ...people }, key) => this.writing.save(agreement, people.version, { parties: [...agreement.parties, partyOf(agencyId, people)] }, key), { labels: FIELD_WORDS });
    return result.sent ? redirect(backTo(agreement), { done: 'party-added' }) : partyPage(result.form, agreement, 'Add an agency', options);
  }

  @Get(':agencyId')
  async changing(@Param('agreementId') agreementId: string, @Param('agencyId') agencyId: string): Promise<Answer> {
    const { agreement, agencies } = await this.read(agreementId);
    const { contact, signatory } = partyCalled(agreement, agencyId);
    const typed = {
      contactName: contact?.name ?? '', contactPosition: contact?.position ?? '', contactEmail: contact?.email ?? '',
      signatoryName: signatory?.name ?? '', signatoryPosition: signatory?.position ?? '', version: agreement.version,
    };
    return partyPage(partyForm.blank(typed), agreement, agencies.name(agencyId), null, agencyId);
  }

  @Post(':agencyId')
  async change(@Param('agreementId') agreementId: string, @Param('agencyId') agencyId: string, @Body() body: unknown): Promise<Answer> {
    const { agreement, agencies } = await this.read(agreementId);
    partyCalled(agreement, agencyId);
    const result = await partyForm.read(body).send((people, key) => {
      const parties = agreement.parties.map((party) => (party.agencyId === agencyId ? partyOf(agencyId, people) : party));
      return this.writing.save(agreement, people.version, { parties }, key);
    }, { labels: FIELD_WORDS });
    return result.sent ? redirect(backTo(agreement), { done: 'changed' }) : partyPage(result.form, agreement, agencies.name(agencyId), null, agencyId);
  }

  @Get(':agencyId/remove')
  async askRemove(@Param('agreementId') agreementId: string, @Param('agencyId') agencyId: string): Promise<Answer> {
    const { agreement, agencies } = await this.read(agreementId);
    partyCalled(agreement, agencyId);
    return confirmPage(removing(agreement, agencies.name(agencyId)), confirmForm.blank(agreement));
  }

  @Post(':agencyId/remove')
  async remove(@Param('agreementId') agreementId: string, @Param('agencyId') agencyId: string, @Body() body: unknown): Promise<Answer> {
    const { agreement, agencies } = await this.read(agreementId);
    const parties = agreement.parties.filter((party) => party.agencyId !== agencyId);
    const result = await confirmForm.read(body).send(({ version }, key) => this.writing.save(agreement, version, { parties }, key), { labels: FIELD_WORDS });
    return result.sent ? redirect(backTo(agreement), { done: 'party-removed' }) : confirmPage(removing(agreement, agencies.name(agencyId)), result.form);
  }

  private async read(agreementId: string): Promise<{ agreement: Agreement; agencies: AgencyChoices }> {
    const [agreement, agencies] = await Promise.all([this.writing.get(agreementId), this.choices.agencies()]);
    return { agreement, agencies };
  }
}

const others = ({ parties }: Agreement, agencies: AgencyChoices): Option[] => agencies.options().filter(({ value }) => !parties.some(({ agencyId }) => agencyId === value));

const partyOf = (agencyId: string, { contactName, contactPosition, contactEmail, signatoryName, signatoryPosition }: People): AgreementParty => ({
  agencyId,
  contact: { name: contactName, position: contactPosition, email: contactEmail },
  signatory: { name: signatoryName, position: signatoryPosition },
});

function partyCalled({ parties }: Agreement, agencyId: string): AgreementParty {
  const party = parties.find((one) => one.agencyId === agencyId);
  if (party === undefined) throw new NotFoundError('party of an agreement');
  return party;
}

const partyPage = (form: Form, agreement: Agreement, heading: string, agencies: readonly Option[] | null, agencyId: string | null = null): Answer =>
  page('administration/agreements/party-form', {
    title: 'An agency that is to sign',
    heading,
    back: backTo(agreement),
    caption: agreement.name,
    form,
    agencies,
    remove: agencyId === null ? null : `${AGREEMENTS}/${agreement.id}/parties/${agencyId}/remove`,
  });

const removing = (agreement: Agreement, agency: string): Confirmation => ({
  title: 'Remove an agency',
  caption: agreement.name,
  heading: `Remove ${agency} from the agreement?`,
  consequences: ['it is not asked to sign', 'terms that name it have to be changed'],
  button: 'Remove agency',
  warning: true,
  back: backTo(agreement),
});
