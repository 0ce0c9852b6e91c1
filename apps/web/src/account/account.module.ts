import { Global, Module } from '@nestjs/common';
import { AddPasskeyController } from './add-passkey/add-passkey.controller.js';
import { BackupCodeController } from './backup-code/backup-code.controller.js';
import { BackupCodesController } from './backup-codes/backup-codes.controller.js';
import { ConfirmController } from './confirm/confirm.controller.js';
import { ForgottenPasswordController } from './forgotten-password/forgotten-password.controller.js';
import { FirstPasskeyController } from './join/first-passkey.controller.js';
import { JoinController } from './join/join.controller.js';
import { MembershipController } from './membership/membership.controller.js';
import { NewBackupCodesController } from './new-backup-codes/new-backup-codes.controller.js';
import { NewPasswordController } from './new-password/new-password.controller.js';
import { OpenSessionsController } from './open-sessions/open-sessions.controller.js';
import { OrganisationReturnController } from './organisation-return/organisation-return.controller.js';
import { OrganisationSignInController } from './organisation-sign-in/organisation-sign-in.controller.js';
import { OwnOrganisationController } from './own-organisation/own-organisation.controller.js';
import { OwnPasswordController } from './own-password/own-password.controller.js';
import { Onward } from './onward.js';
import { PasskeySignInController } from './passkey-sign-in/passkey-sign-in.controller.js';
import { PasskeysController } from './passkeys/passkeys.controller.js';
import { AccountLinks } from './profile/account-links.js';
import { ProfileController } from './profile/profile.controller.js';
import { RemovePasskeyController } from './remove-passkey/remove-passkey.controller.js';
import { SecondFactorSetUpController } from './second-factor-set-up/second-factor-set-up.controller.js';
import { SecondFactorController } from './second-factor/second-factor.controller.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { TimeOutController } from './time-out/time-out.controller.js';
import { SignOutController } from './sign-out/sign-out.controller.js';

@Global()
@Module({
  controllers: [
    SignInController,
    PasskeySignInController,
    OrganisationSignInController,
    OrganisationReturnController,
    SecondFactorController,
    SecondFactorSetUpController,
    BackupCodeController,
    BackupCodesController,
    NewBackupCodesController,
    MembershipController,
    SignOutController,
    TimeOutController,
    NewPasswordController,
    FirstPasskeyController,
    JoinController,
    ForgottenPasswordController,
    OwnPasswordController,
    OpenSessionsController,
    PasskeysController,
    AddPasskeyController,
    RemovePasskeyController,
    OwnOrganisationController,
    ConfirmController,
    ProfileController,
  ],
  providers: [Onward, AccountLinks],
  exports: [AccountLinks],
})
export class AccountModule {}
