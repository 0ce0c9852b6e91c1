import type { MigrationClass } from '@concordat/platform-persistence';
import { foundationMigrations } from '@concordat/platform-service';
import { AccountLetters } from './account-letters.migration.js';
import { NoticesAndMail } from './notices.migration.js';
import { NoticesOfRecords } from './notices-of-records.migration.js';
import { StaffNotices } from './staff-notices.migration.js';
import { SignInNotices } from './sign-in-notices.migration.js';
import { WiderNotices } from './wider-notices.migration.js';

/** Every migration of the service's database, in order. */
export const migrations: readonly MigrationClass[] = [...foundationMigrations, NoticesAndMail, WiderNotices, NoticesOfRecords, AccountLetters, StaffNotices, SignInNotices];
