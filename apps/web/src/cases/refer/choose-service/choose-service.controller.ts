import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { listReferralServices, readCase } from '@concordat/contracts-jag-cases';
import { redirect, type Answer } from '../../../layout/answers.js';
import { Names, type KnownNames } from '../../../services/names.js';
import { Services } from '../../../services/services.js';
import type { CaseFile } from '../../case-file.js';
import { chooseServiceForm } from './choose-service.form.js';
import { chooseServicePage, type ReferralServices } from './choose-service.presenter.js';

@Controller('cases/:caseId/refer')
export class ChooseServiceController {
  constructor(
    private readonly services: Services,
    private readonly names: Names,
  ) {}

  @Get()
  async show(@Param('caseId') caseId: string): Promise<Answer> {
    const { file, services, names, form } = await this.asked(caseId);
    // Of one person alone nobody is asked who is referred.
    return chooseServicePage(file, services, names, form.blank({ subjectId: file.people.length === 1 ? file.people[0]?.subjectId : undefined }));
  }

  @Post()
  async choose(@Param('caseId') caseId: string, @Body() body: unknown): Promise<Answer> {
    const { file, services, names, form } = await this.asked(caseId);
    const read = form.read(body);
    if (read.value === null) return chooseServicePage(file, services, names, read.form);
    return redirect(`/cases/${caseId}/refer/${read.value.subjectId}/${read.value.serviceId}`);
  }

  private async asked(caseId: string): Promise<{ file: CaseFile; services: ReferralServices; names: KnownNames; form: ReturnType<typeof chooseServiceForm> }> {
    const [file, { items }] = await Promise.all([
      this.services.call(readCase, { params: { caseId } }),
      this.services.call(listReferralServices, { params: { caseId } }),
    ]);
    const names = await this.names.of({ agencyIds: items.map(({ providerAgencyId }) => providerAgencyId) });
    const form = chooseServiceForm(
      file.people.map(({ subjectId }) => subjectId),
      items.filter(({ eligible }) => eligible).map(({ id }) => id),
    );
    return { file, services: items, names, form };
  }
}
