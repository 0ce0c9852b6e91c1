import { AUDIT_READERS, lookRoutes, type CaseService, type InputOf, type OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller, type Type } from '@nestjs/common';
import { LooksAtCases } from './looks-at-cases.js';

const READERS = { roles: AUDIT_READERS } as const;

/** Who looked at a case or at a person of it, for those who read the audit of the agency that owns it. */
export function looksController(service: CaseService): Type {
  const routes = lookRoutes(service);

  @Controller()
  class LooksController {
    constructor(private readonly looks: LooksAtCases) {}

    @Endpoint(routes.find, READERS)
    async find(@Input() { body }: InputOf<typeof routes.find>): Promise<OutputOf<typeof routes.find>> {
      return { caseId: await this.looks.find(body.reference) };
    }

    @Endpoint(routes.ofCase, READERS)
    async ofCase(@Input() { params, query }: InputOf<typeof routes.ofCase>): Promise<OutputOf<typeof routes.ofCase>> {
      return this.looks.ofCase(params.caseId, query);
    }

    @Endpoint(routes.ofPerson, READERS)
    async ofPerson(@Input() { params, query }: InputOf<typeof routes.ofPerson>): Promise<OutputOf<typeof routes.ofPerson>> {
      return this.looks.ofPerson(params.caseId, params.subjectId, query);
    }
  }

  return LooksController;
}
