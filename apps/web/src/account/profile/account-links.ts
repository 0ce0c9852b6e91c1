import { Injectable } from '@nestjs/common';

/** A page about the person's own account, linked from their account page. */
export interface AccountLink {
  text: string;
  href: string;
}

/** Sections add their own, e.g. how a person hears of things. */
@Injectable()
export class AccountLinks {
  readonly links: AccountLink[] = [];

  add(link: AccountLink): void {
    this.links.push(link);
  }
}
