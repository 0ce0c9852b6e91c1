import { AUDIT_READERS, conductRoutes, type InputOf, type OutputOf, type ServiceName } from '@concordat/contracts-protocol';
import { Audit, Conduct } from '@concordat/platform-audit';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller, type Type } from '@nestjs/common';

/** What people did for an agency, for those of its own who read the audit. */
export function conductController(service: ServiceName): Type {
  const { list } = conductRoutes(service);

  @Controller()
  class ConductController {
    constructor(
      private readonly conduct: Conduct,
      private readonly audit: Audit,
    ) {}

    @Endpoint(list, { roles: AUDIT_READERS })
    async list(@Input() { params, query }: InputOf<typeof list>): Promise<OutputOf<typeof list>> {
      const found = await this.conduct.of(params.userId, query);
      await this.audit.record({ action: 'listed', kind: 'audit', ids: [params.userId] });
      return found;
    }
  }

  return ConductController;
}
