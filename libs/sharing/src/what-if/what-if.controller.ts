import { whatIfRoutes, type InputOf, type OutputOf, type ServiceName } from '@concordat/contracts-protocol';
import { Audit } from '@concordat/platform-audit';
import { caller } from '@concordat/platform-auth';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller, type Type } from '@nestjs/common';
import { WhatIf } from './what-if.js';

/** Each agency is told of its own items; who asks what is in the audit, as questions about people are. */
export function whatIfController(service: ServiceName): Type {
  const routes = whatIfRoutes(service);

  @Controller()
  class WhatIfController {
    constructor(
      private readonly whatIf: WhatIf,
      private readonly audit: Audit,
    ) {}

    @Endpoint(routes.whatIf, { roles: ['administrator', 'information-governance'] })
    async ask(@Input() { params, body }: InputOf<typeof routes.whatIf>): Promise<OutputOf<typeof routes.whatIf>> {
      const counts = await this.whatIf.ask(caller(), { agreementId: params.agreementId, ...body });
      await this.audit.record({ action: 'listed', kind: 'what-if', ids: [params.agreementId], detail: body.change });
      return counts;
    }
  }

  return WhatIfController;
}
