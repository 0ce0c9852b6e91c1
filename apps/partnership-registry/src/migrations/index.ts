import type { MigrationClass } from '@concordat/platform-persistence';
import { foundationMigrations } from '@concordat/platform-service';
import { AccessReview } from './access-review.migration.js';
import { Accounts } from './accounts.migration.js';
import { AddressesOfAccounts } from './addresses-of-accounts.migration.js';
import { Deputies } from './deputies.migration.js';
import { DecisionClients } from './decision-clients.migration.js';
import { IdentityProviders } from './identity-providers.migration.js';
import { KnownBrowsers } from './known-browsers.migration.js';
import { KeptAgreements } from './kept-agreements.migration.js';
import { InstallationBegun } from './installation.migration.js';
import { AgencyDuties } from './agency-duties.migration.js';
import { Passkeys } from './passkeys.migration.js';
import { Registry } from './registry.migration.js';
import { SecondFactorCodes } from './second-factor-codes.migration.js';
import { SecondPerson } from './second-person.migration.js';
import { WholeAgreements } from './whole-agreements.migration.js';
import { WorkingTogether } from './working-together.migration.js';

/** Every migration of the service's database, in order. */
export const migrations: readonly MigrationClass[] = [...foundationMigrations, Accounts, Registry, WorkingTogether, SecondFactorCodes, WholeAgreements, KeptAgreements, InstallationBegun, AgencyDuties, DecisionClients, SecondPerson, AccessReview, Passkeys, Deputies, IdentityProviders, AddressesOfAccounts, KnownBrowsers];
