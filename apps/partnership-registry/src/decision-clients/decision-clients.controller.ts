import { addDecisionClient, closeDecisionClient, listDecisionClients } from '@concordat/contracts-partnership-registry';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { ADMINISTRATORS } from '../rules.js';
import { DecisionClients, shownDecisionClient } from './decision-clients.js';

@Controller()
export class DecisionClientsController {
  constructor(private readonly clients: DecisionClients) {}

  @Endpoint(listDecisionClients, ADMINISTRATORS)
  async list(): Promise<OutputOf<typeof listDecisionClients>> {
    return { items: (await this.clients.all(caller().partnershipId)).map(shownDecisionClient) };
  }

  @Endpoint(addDecisionClient, ADMINISTRATORS)
  async add(@Input() { body }: InputOf<typeof addDecisionClient>): Promise<OutputOf<typeof addDecisionClient>> {
    const { client, secret } = await this.clients.add(caller().partnershipId, body.name);
    return { client: shownDecisionClient(client), secret };
  }

  @Endpoint(closeDecisionClient, ADMINISTRATORS)
  async close(@Input() { params, body }: InputOf<typeof closeDecisionClient>): Promise<OutputOf<typeof closeDecisionClient>> {
    return shownDecisionClient(await this.clients.close(caller().partnershipId, params.decisionClientId, body.version));
  }
}
