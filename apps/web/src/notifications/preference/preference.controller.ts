import { choosePreference, readPreference } from '@concordat/contracts-notifications';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { redirect, type Answer } from '../../layout/answers.js';
import { Services } from '../../services/services.js';
import { preferenceForm } from './preference.form.js';
import { preferencePage } from './preference.presenter.js';

@Controller('notices/preference')
export class PreferenceController {
  constructor(private readonly services: Services) {}

  @Get()
  async show(): Promise<Answer> {
    return preferencePage(await this.services.call(readPreference, {}));
  }

  @Post()
  async choose(@Body() body: unknown): Promise<Answer> {
    const result = await preferenceForm
      .read(body)
      .send((choice) => this.services.call(choosePreference, { body: choice }), { labels: { mail: 'How you hear of new notices' } });
    if (result.sent) return redirect('/notices', { done: 'choice-saved' });
    return preferencePage(await this.services.call(readPreference, {}), result.form);
  }
}
