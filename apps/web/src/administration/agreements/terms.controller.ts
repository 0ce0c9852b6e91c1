import { listItemForms } from '@concordat/contracts-jag-cases';
import type { Agreement } from '@concordat/contracts-partnership-registry';
import { CATEGORIES, type Category } from '@concordat/contracts-protocol';
import { NotFoundError } from '@concordat/platform-errors';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { ForAgreementAuthors } from '../access.js';
import { Choices, type ListedChoices, type Option } from '../choices.js';
import { FIELD_WORDS } from '../history/history-words.js';
import { confirmForm, confirmPage } from '../records/confirmation.js';
import { termForm, termOf, typedTerm, type TermOptions } from './agreement.form.js';
import { backTo } from './drafts.presenter.js';
import { removingTerm, termPage } from './terms.presenter.js';
import { AgreementWriting, termsOf, type Term } from './writing.js';

/** The terms of a draft, one by one. */
@Controller('agreements/:agreementId/terms')
@ForAgreementAuthors()
export class TermsController {
  constructor(
    private readonly services: Services,
    private readonly choices: Choices,
    private readonly writing: AgreementWriting,
  ) {}

  @Get('new')
  async blank(@Param('agreementId') agreementId: string): Promise<Answer> {
    const { agreement, options, categories } = await this.read(agreementId);
    const [purpose] = agreement.purposes;
    return termPage(termForm(options).blank({ version: agreement.version, purpose: agreement.purposes.length === 1 ? (purpose ?? '') : '' }), agreement, options, categories);
  }

  @Post('new')
  async add(@Param('agreementId') agreementId: string, @Body() body: unknown): Promise<Answer> {
    const { agreement, options, categories } = await this.read(agreementId);
    const result = await termForm(options)
      .read(body)
      .send((typed, key) => this.writing.save(agreement, typed.version, { terms: [...termsOf(agreement), termOf(typed)] }, key), { labels: FIELD_WORDS });
    return result.sent ? redirect(backTo(agreement), { done: 'term-added' }) : termPage(result.form, agreement, options, categories);
  }

  @Get(':number')
  async changing(@Param('agreementId') agreementId: string, @Param('number') given: string): Promise<Answer> {
    const { agreement, options, categories } = await this.read(agreementId);
    const term = termCalled(agreement, given);
    return termPage(termForm(options).blank({ ...typedTerm(term), version: agreement.version }), agreement, options, categories, term);
  }

  @Post(':number')
  async change(@Param('agreementId') agreementId: string, @Param('number') given: string, @Body() body: unknown): Promise<Answer> {
    const { agreement, options, categories } = await this.read(agreementId);
    const term = termCalled(agreement, given);
    const result = await termForm(options).read(body).send((typed, key) => {
      const terms = termsOf(agreement).map((other, index) => (index === term.number - 1 ? termOf(typed) : other));
      return this.writing.save(agreement, typed.version, { terms }, key);
    }, { labels: FIELD_WORDS });
    return result.sent ? redirect(backTo(agreement), { done: 'changed' }) : termPage(result.form, agreement, options, categories, term);
  }

  @Get(':number/remove')
  async askRemove(@Param('agreementId') agreementId: string, @Param('number') given: string): Promise<Answer> {
    const agreement = await this.writing.get(agreementId);
    return confirmPage(removingTerm(agreement, termCalled(agreement, given).number), confirmForm.blank(agreement));
  }

  @Post(':number/remove')
  async remove(@Param('agreementId') agreementId: string, @Param('number') given: string, @Body() body: unknown): Promise<Answer> {
    const agreement = await this.writing.get(agreementId);
    const { number } = termCalled(agreement, given);
    const terms = termsOf({ ...agreement, terms: agreement.terms.filter((term) => term.number !== number) });
    const result = await confirmForm.read(body).send(({ version }, key) => this.writing.save(agreement, version, { terms }, key), { labels: FIELD_WORDS });
    return result.sent ? redirect(backTo(agreement), { done: 'term-removed' }) : confirmPage(removingTerm(agreement, number), result.form);
  }

  private async read(agreementId: string): Promise<{ agreement: Agreement; options: TermOptions; categories: ListedChoices }> {
    const [agreement, agencies, purposes, gateways, categories, forms] = await Promise.all([
      this.writing.get(agreementId),
      this.choices.agencies(),
      this.choices.list('purposes'),
      this.choices.list('gateways'),
      this.choices.list('categories'),
      this.services.call(listItemForms, {}),
    ]);
    const parties = agencies.options(agreement.parties.map(({ agencyId }) => agencyId)).filter(({ value }) => agreement.parties.some(({ agencyId }) => agencyId === value));
    const chosen = purposes.options().filter(({ value }) => agreement.purposes.includes(value));
    return { agreement, options: { agencies: parties, purposes: chosen, gateways: gateways.options(), parts: partsIn(forms.items) }, categories };
  }
}

/** What there is to know of each category, as items have it. */
function partsIn(forms: readonly { category: string; fields: readonly { code: string; name: string }[] }[]): Readonly<Record<Category, Option[]>> {
  const parts: Record<Category, Option[]> = {
    identity: [], contact: [], address: [], family: [], education: [], behaviour: [], offending: [], housing: [], health: [], 'mental-health': [],
    'substance-use': [], safeguarding: [], 'domestic-abuse': [], equality: [], 'professional-opinion': [],
  };
  for (const category of CATEGORIES) parts[category] = forms.find((form) => form.category === category)?.fields.map(({ code, name }) => ({ value: code, text: name })) ?? [];
  return parts;
}

function termCalled({ terms }: Agreement, given: string): Term {
  const term = terms.find(({ number }) => String(number) === given);
  if (term === undefined) throw new NotFoundError('term');
  return term;
}
