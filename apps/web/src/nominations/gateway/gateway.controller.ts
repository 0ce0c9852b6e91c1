import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Form } from '../../forms/form.js';
import type { Answer } from '../../layout/answers.js';
import { Nominations } from '../nominations.js';
import { gatewayForm } from './gateway.form.js';
import { gatewayPage } from './gateway.presenter.js';
import { Gateways } from './gateways.js';

@Controller('nominations/:draftId/basis/gateway')
export class GatewayController {
  constructor(
    private readonly nominations: Nominations,
    private readonly gateways: Gateways,
  ) {}

  @Get()
  async show(@Param('draftId') draftId: string, @Query() query: unknown): Promise<Answer> {
    const [nomination, gateways] = await this.open(draftId, query);
    return gatewayPage(nomination, gateways);
  }

  @Post()
  async save(@Param('draftId') draftId: string, @Query() query: unknown, @Body() body: unknown): Promise<Answer> {
    const [nomination, gateways] = await this.open(draftId, query);
    const form = gatewayForm(gateways.map(({ code }) => code));
    const result = await this.nominations.save(nomination, 'sharing', form.read(body), ({ gateway, why }) => ({ sharing: { basis: 'gateway', gateway, why } }));
    return result instanceof Form ? gatewayPage(nomination, gateways, result) : result;
  }

  private open(draftId: string, query: unknown) {
    return Promise.all([this.nominations.open(draftId, query, 'sharing'), this.gateways.inForce()]);
  }
}
