import { findPeople } from '@concordat/contracts-jag-cases';
import type { InputOf, OutputOf } from '@concordat/contracts-protocol';
import { Endpoint, Input } from '@concordat/platform-http';
import { Controller } from '@nestjs/common';
import { PeopleSearch } from './people-search.js';

@Controller()
export class PeopleController {
  constructor(private readonly search: PeopleSearch) {}

  @Endpoint(findPeople, 'signed-in')
  async find(@Input() { body }: InputOf<typeof findPeople>): Promise<OutputOf<typeof findPeople>> {
    return { items: await this.search.find({ name: `${body.givenName} ${body.familyName}`, dateOfBirth: body.dateOfBirth }) };
  }
}
