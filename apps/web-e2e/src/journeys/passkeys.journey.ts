import { expect, test } from '../journey.js';
import { PlainPage } from '../pages/app-page.js';
import { HomePage } from '../pages/home-page.js';
import { SignInPage } from '../pages/sign-in-page.js';
import { addPerson, choosePassword, newLetters } from '../steps/administration.js';
import { PasskeyDevice } from '../steps/passkeys.js';

test('somebody begins with a passkey, signs in with it alone and besides their password, and cannot remove the last', async ({ as, page, another }) => {
  const letters = newLetters();
  const someone = { name: `Wren Holt ${letters}`, email: `${letters}@hinckley-bosworth.example`, password: `${letters} gravel thimble` };
  const administrator = await as('Administrator, Hinckley');
  const link = await addPerson(administrator, someone, 'Hinckley & Bosworth Borough Council');
  const device = await PasskeyDevice.of(page);
  await page.goto(link);
  await choosePassword(page, someone);
  await (await SignInPage.on(page)).signIn(someone);
  await (await PlainPage.called(page, 'Set up your second factor')).follow('add a passkey instead');
  const add = await PlainPage.called(page, 'Add a passkey');
  await add.press('Add passkey');
  await add.refusedFor('Enter a name for the passkey');
  await add.fill('What do you call it?', 'Work laptop');
  await add.press('Add passkey');
  const home = await HomePage.on(page);

  await test.step('with it alone', async () => {
    await home.signOut();
    await PlainPage.called(page, 'You have signed out');
    await page.goto('/account/passkeys');
    await (await SignInPage.on(page)).press('Use a passkey instead');
    const asked = await PlainPage.called(page, 'Sign in with a passkey');
    await expect(page.getByText('No passkey was given')).toBeHidden();
    await device.knowsItsOwner(false);
    await asked.press('Use a passkey');
    await expect(page.getByRole('alert')).toHaveText('No passkey was given. Try again.');
    await device.knowsItsOwner(true);
    // The button waits a second for whoever presses it twice.
    await expect(async () => {
      await asked.press('Use a passkey');
      await expect(asked.h1).toHaveText('Your passkeys', { timeout: 1_500 });
    }).toPass();
    // Where they were going.
    await PlainPage.called(page, 'Your passkeys');
  });

  await test.step('besides the password', async () => {
    await (await PlainPage.called(page, 'Your passkeys')).signOut();
    await PlainPage.called(page, 'You have signed out');
    await page.goto('/sign-in');
    await (await SignInPage.on(page)).signIn(someone);
    await (await PlainPage.called(page, 'Use your passkey')).press('Use a passkey');
    await HomePage.on(page);
  });

  await test.step('in place of a password', async () => {
    const other = { ...someone, name: `Linnet Holt ${letters}`, email: `other-${letters}@hinckley-bosworth.example` };
    const invitation = await addPerson(administrator, other, 'Hinckley & Bosworth Borough Council');
    const theirs = await another();
    await PasskeyDevice.of(theirs);
    await theirs.goto(invitation);
    await (await PlainPage.called(theirs, /^Choose (your password|how you sign in)$/)).follow('Use a passkey instead');
    const first = await PlainPage.called(theirs, 'Add a passkey');
    await first.fill('What do you call it?', 'Work telephone');
    await first.press('Add passkey');
    await (await HomePage.on(theirs)).signOut();
    await PlainPage.called(theirs, 'You have signed out');
    await theirs.goto('/sign-in');
    await (await SignInPage.on(theirs)).press('Use a passkey instead');
    await (await PlainPage.called(theirs, 'Sign in with a passkey')).press('Use a passkey');
    await HomePage.on(theirs);
  });

  await test.step('but does not remove their only way in', async () => {
    await page.goto('/account');
    await (await PlainPage.called(page, 'Your account')).follow(/your passkeys/);
    await (await PlainPage.called(page, 'Your passkeys')).follow('Remove');
    const remove = await PlainPage.called(page, 'Remove the passkey “Work laptop”?');
    await remove.press('Remove passkey');
    await remove.refusedFor('You could not sign in without this passkey');
    await page.goto('/account/confirm?return=/account');
    const confirm = await PlainPage.called(page, 'Confirm that it is you');
    await confirm.press('Use a passkey');
    await PlainPage.called(page, 'Your account');
  });
});
