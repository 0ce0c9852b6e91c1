import {
  AccountLetterWanted,
  AgencyChanged,
  AgreementChanged,
  AgreementNotice,
  ContactChanged,
  DecisionClientChanged,
  DirectoryServiceChanged,
  ForumChanged,
  MembershipChanged,
  PartnershipChanged,
  RegistryAlive,
  StaffNamed,
  StaffNotice,
} from '@concordat/contracts-partnership-registry';
import { createLogger } from '@concordat/platform-logging';
import { FoundationModule, type Environment } from '@concordat/platform-service';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { AccessReviews } from './access-review/access-reviews.js';
import { AccessReviewsController } from './access-review/access-reviews.controller.js';
import { ChasedReviews, reviewSchedule } from './access-review/chased-reviews.js';
import { Reviewers } from './access-review/reviewers.js';
import { AccountSchema, AccountSessionSchema, CredentialSchema, SecondFactorSchema } from './accounts/account.entity.js';
import { AccountLetters } from './accounts/account-letters.js';
import { AccountLinks } from './accounts/account-links.js';
import { AccountLinksController } from './accounts/account-links.controller.js';
import { Accounts } from './accounts/accounts.js';
import { Attempts } from './accounts/attempts.js';
import { Authenticator } from './accounts/authenticator.js';
import { BackupCodes } from './accounts/backup-codes.js';
import { Confirmations } from './accounts/confirmations.js';
import { EndedSessions } from './accounts/ended-sessions.js';
import { ExpiredSessions, expirySchedule } from './accounts/expired-sessions.js';
import { OldBackupCodes, oldBackupCodesSchedule } from './accounts/old-backup-codes.js';
import { OpenSessions } from './accounts/open-sessions.js';
import { OwnSessions } from './accounts/own-sessions.js';
import { OwnSessionsController } from './accounts/own-sessions.controller.js';
import { Challenges } from './accounts/passkeys/challenges.js';
import { NewPasskeys } from './accounts/passkeys/new-passkeys.js';
import { PasskeysByLink } from './accounts/passkeys/passkeys-by-link.js';
import { OwnPasskeys } from './accounts/passkeys/own-passkeys.js';
import { PasskeySchema } from './accounts/passkeys/passkey.entity.js';
import { PasskeyProofs } from './accounts/passkeys/passkey-proofs.js';
import { PasskeySignIn } from './accounts/passkeys/passkey-sign-in.js';
import { PasskeysController } from './accounts/passkeys/passkeys.controller.js';
import { RelyingParty } from './accounts/passkeys/relying-party.js';
import { PasswordResets, PasswordResetSending } from './accounts/password-resets.js';
import { AttemptNotices, AttemptTelling } from './accounts/attempt-notices.js';
import { KnownBrowsers } from './accounts/known-browsers.js';
import { PasswordSignIn } from './accounts/password-sign-in.js';
import { Passwords } from './accounts/passwords.js';
import { SecondFactorsController } from './accounts/second-factors.controller.js';
import { SecondFactors } from './accounts/second-factors.js';
import { SessionTokens } from './accounts/session-tokens.js';
import { SignInLog } from './accounts/sign-in-log.js';
import { SessionsController } from './accounts/sessions.controller.js';
import { Sessions } from './accounts/sessions.js';
import { SentForms } from './accounts/sent-forms.js';
import { UsedOnce } from './accounts/used-once.js';
import { UsedCodes } from './accounts/used-codes.js';
import { Agencies } from './agencies/agencies.js';
import { AgenciesController } from './agencies/agencies.controller.js';
import { AgencyPlaces } from './agencies/agency-places.js';
import { AgencyPlaceSchema, AgencySchema } from './agencies/agency.entity.js';
import { AgreementSchema } from './agreements/agreement.entity.js';
import { AgreementChecks } from './agreements/agreement-checks.js';
import { Agreements } from './agreements/agreements.js';
import { AgreementsController } from './agreements/agreements.controller.js';
import { AgreementFileSchema } from './agreements/attachments/agreement-file.entity.js';
import { AgreementFiles } from './agreements/attachments/agreement-files.js';
import { Attachments } from './agreements/attachments/attachments.js';
import { AttachmentsController } from './agreements/attachments/attachments.controller.js';
import { AgreementNotices } from './agreements/chasing/agreement-notices.js';
import { ChasedAgreements, chasingSchedule } from './agreements/chasing/chased-agreements.js';
import { ShownAgreements } from './agreements/shown-agreements.js';
import { SignOfLife, signOfLifeSchedule } from './alive/sign-of-life.js';
import { REGISTRY_SETTINGS, readRegistrySettings } from './config.js';
import { DecisionClientSchema } from './decision-clients/decision-client.entity.js';
import { DecisionClients } from './decision-clients/decision-clients.js';
import { DecisionClientsController } from './decision-clients/decision-clients.controller.js';
import { Deputies } from './deputies/deputies.js';
import { DeputiesController } from './deputies/deputies.controller.js';
import { Directory } from './directory/directory.js';
import { DirectoryController } from './directory/directory.controller.js';
import { DirectoryServiceSchema } from './directory/directory-service.entity.js';
import { ForumSchema } from './forums/forum.entity.js';
import { Forums } from './forums/forums.js';
import { ForumsController } from './forums/forums.controller.js';
import { HistoryController } from './history/history.controller.js';
import { IdentityProviderSchema, ProviderLinkSchema } from './identity-providers/identity-provider.entity.js';
import { IdentityProviders } from './identity-providers/identity-providers.js';
import { IdentityProvidersController } from './identity-providers/identity-providers.controller.js';
import { OutwardFetch } from './identity-providers/outward-fetch.js';
import { IdentitiesByLink } from './identity-providers/identities-by-link.js';
import { Linking } from './identity-providers/linking.js';
import { OwnIdentities } from './identity-providers/own-identities.js';
import { ProviderClient } from './identity-providers/provider-client.js';
import { ProviderDomains } from './identity-providers/provider-domains.js';
import { ProviderLinks } from './identity-providers/provider-links.js';
import { ProviderSignIn } from './identity-providers/provider-sign-in.js';
import { ProviderSignInController } from './identity-providers/provider-sign-in.controller.js';
import { Tickets } from './identity-providers/tickets.js';
import { Founding } from './installation/founding.js';
import { InstallationController } from './installation/installation.controller.js';
import { InstallationSchema } from './installation/installation.entity.js';
import { Installations } from './installation/installations.js';
import { MembershipEvents } from './memberships/membership-events.js';
import { MembershipSchema } from './memberships/membership.entity.js';
import { Memberships } from './memberships/memberships.js';
import { MembershipsController } from './memberships/memberships.controller.js';
import { ShownMemberships } from './memberships/shown-memberships.js';
import { OwnMemberships } from './memberships/own-memberships.js';
import { RegistryMemberships } from './memberships/registry-memberships.js';
import { membershipSchedule, TimedMemberships } from './memberships/timed-memberships.js';
import { migrations } from './migrations/index.js';
import { NamesController } from './names/names.controller.js';
import { PartnershipProfileSchema, PartnershipSchema } from './partnerships/partnership.entity.js';
import { Partnerships } from './partnerships/partnerships.js';
import { PartnershipsController } from './partnerships/partnerships.controller.js';
import { PeopleAuthority } from './memberships/people-authority.js';
import { AccountFollowers } from './people/account-followers.js';
import { People } from './people/people.js';
import { PeopleController } from './people/people.controller.js';
import { PersonSchema } from './people/person.entity.js';
import { ShownPeople } from './people/shown-people.js';
import { RoleChangeSchema } from './roles/role-change.entity.js';
import { RoleChanges } from './roles/role-changes.js';
import { RoleRequestSchema } from './roles/role-request.entity.js';
import { RoleRequests } from './roles/role-requests.js';
import { RolesController } from './roles/roles.controller.js';
import { StaffNotices } from './roles/staff-notices.js';
import { WaitingRoles } from './roles/waiting-roles.js';
import { ReferenceEntrySchema } from './reference-lists/reference-entry.entity.js';
import { ReferenceLists } from './reference-lists/reference-lists.js';
import { ReferenceListsController } from './reference-lists/reference-lists.controller.js';
import { TellingSince, tellingSchedule } from './telling/telling-since.js';
import { ToldSinceSchema } from './telling/told-since.entity.js';

const entities = [
  AccountSchema,
  AccountSessionSchema,
  CredentialSchema,
  SecondFactorSchema,
  PasskeySchema,
  InstallationSchema,
  PartnershipSchema,
  PartnershipProfileSchema,
  AgencySchema,
  AgencyPlaceSchema,
  PersonSchema,
  MembershipSchema,
  RoleRequestSchema,
  RoleChangeSchema,
  ReferenceEntrySchema,
  ForumSchema,
  AgreementSchema,
  AgreementFileSchema,
  DecisionClientSchema,
  IdentityProviderSchema,
  ProviderLinkSchema,
  DirectoryServiceSchema,
  ToldSinceSchema,
];

const events = [RegistryAlive, PartnershipChanged, AgencyChanged, MembershipChanged, ContactChanged, AccountLetterWanted, StaffNotice, StaffNamed, ForumChanged, AgreementChanged, AgreementNotice, DecisionClientChanged, DirectoryServiceChanged];

/** Accounts and who may act as what: also what tells who asks (platform-auth) needs them. */
@Global()
@Module({})
class RegistryCore {
  static forRoot(env: Environment): DynamicModule {
    return {
      module: RegistryCore,
      providers: [
        { provide: REGISTRY_SETTINGS, useFactory: () => readRegistrySettings(env) },
        { provide: SignInLog, useFactory: () => new SignInLog(createLogger('partnership-registry')) },
        Accounts,
        EndedSessions,
        SentForms,
      ],
      exports: [REGISTRY_SETTINGS, Accounts, EndedSessions, SentForms, SignInLog],
    };
  }
}

/** The partnership registry: the same for requests, queue work and provisioning. */
@Module({})
export class AppModule {
  static forRoot(env: Environment): DynamicModule {
    const settings = readRegistrySettings(env);
    return {
      module: AppModule,
      imports: [
        RegistryCore.forRoot(env),
        FoundationModule.forRoot({
          service: 'partnership-registry',
          entities,
          migrations,
          events,
          schedules: [membershipSchedule, expirySchedule, oldBackupCodesSchedule, signOfLifeSchedule, chasingSchedule, reviewSchedule, tellingSchedule],
          env,
          auth: { keys: { tokenKeys: [settings.CONCORDAT_TOKEN_KEY, ...settings.CONCORDAT_OTHER_TOKEN_KEYS] }, memberships: RegistryMemberships },
        }),
      ],
      controllers: [
        SessionsController,
        OwnSessionsController,
        SecondFactorsController,
        PasskeysController,
        AccountLinksController,
        InstallationController,
        PartnershipsController,
        AgenciesController,
        PeopleController,
        MembershipsController,
        DeputiesController,
        RolesController,
        AccessReviewsController,
        ForumsController,
        AgreementsController,
        AttachmentsController,
        DecisionClientsController,
        IdentityProvidersController,
        ProviderSignInController,
        DirectoryController,
        ReferenceListsController,
        NamesController,
        HistoryController,
        TimedMemberships,
        AccountFollowers,
        ChasedAgreements,
        ChasedReviews,
        ExpiredSessions,
        OldBackupCodes,
        PasswordResetSending,
        AttemptTelling,
        SignOfLife,
        TellingSince,
      ],
      providers: [
        AccessReviews,
        AccountLetters,
        AccountLinks,
        Agencies,
        AgencyPlaces,
        AgreementChecks,
        AgreementFiles,
        AgreementNotices,
        Agreements,
        Attachments,
        Attempts,
        Authenticator,
        BackupCodes,
        Challenges,
        Confirmations,
        DecisionClients,
        Deputies,
        Directory,
        Forums,
        Founding,
        IdentitiesByLink,
        IdentityProviders,
        Installations,
        Linking,
        MembershipEvents,
        Memberships,
        NewPasskeys,
        OpenSessions,
        OutwardFetch,
        OwnIdentities,
        OwnMemberships,
        OwnSessions,
        OwnPasskeys,
        Partnerships,
        PasskeyProofs,
        PasskeysByLink,
        PasskeySignIn,
        PasswordResets,
        KnownBrowsers,
        AttemptNotices,
        PasswordSignIn,
        Passwords,
        People,
        PeopleAuthority,
        ProviderClient,
        ProviderDomains,
        ProviderLinks,
        ProviderSignIn,
        ReferenceLists,
        Reviewers,
        RoleChanges,
        RoleRequests,
        WaitingRoles,
        StaffNotices,
        Tickets,
        RelyingParty,
        SecondFactors,
        Sessions,
        SessionTokens,
        ShownAgreements,
        ShownMemberships,
        ShownPeople,
        UsedCodes,
        UsedOnce,
      ],
      exports: [AccountLinks, Founding, Installations, Passwords],
    };
  }
}
