import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccountLinks } from './account-links.js';
import { FormPace } from './form-pace.js';
import { FormTokens } from './form-tokens.js';
import { KeptForms } from './kept-forms.js';
import { OrganisationCookie } from './organisation-cookie.js';
import { Organisations } from './organisations.js';
import { Passkeys } from './passkeys.js';
import { SessionGuard } from './session.guard.js';
import { Sessions } from './sessions.js';
import { SignInLimit } from './sign-in-limit.js';

@Global()
@Module({
  providers: [AccountLinks, FormPace, FormTokens, KeptForms, OrganisationCookie, Organisations, Passkeys, Sessions, SignInLimit, { provide: APP_GUARD, useClass: SessionGuard }],
  exports: [AccountLinks, FormTokens, KeptForms, OrganisationCookie, Organisations, Passkeys, Sessions, SignInLimit],
})
export class SessionModule {}
