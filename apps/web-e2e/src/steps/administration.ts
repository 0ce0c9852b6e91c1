import { AuthenticatorApp } from '@concordat/testing';
import { expect, type Page } from '@playwright/test';
import { PlainPage } from '../pages/app-page.js';
import { HomePage } from '../pages/home-page.js';
import { SignInPage } from '../pages/sign-in-page.js';
import { patient } from '../patience.js';

/** Letters that no journey used before: journeys share one partnership, and may run again on it. */
export function newLetters(count = 6): string {
  return Array.from({ length: count }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26))).join('');
}

export interface Newcomer {
  name: string;
  email: string;
  password: string;
}

export async function addAgency(page: Page, name: string): Promise<void> {
  await page.goto('/administration/agencies');
  await (await PlainPage.called(page, 'Agencies')).pressLink('Add an agency');
  const form = await PlainPage.called(page, 'Add an agency');
  await form.fill('Name', name);
  await form.select('Kind of agency', 'Police');
  await form.choose('No', 'May others open its information in an emergency?');
  await form.press('Add agency');
  await PlainPage.called(page, name);
  await expect(page.getByRole('main')).toContainText('The agency has been added');
}

/** Adds somebody to the agency; answers the link with which they set their password. */
export async function addPerson(page: Page, person: Newcomer, agency: string, role = 'Practitioner'): Promise<string> {
  await page.goto('/administration/people');
  await (await PlainPage.called(page, 'People')).pressLink('Add a person');
  const form = await PlainPage.called(page, 'Add a person');
  await form.fill('Full name', person.name);
  await form.fill('Work email address', person.email);
  await form.select('Agency', agency);
  await form.choose(role, 'Roles');
  await form.fillDate(/training in sharing information/, '2030-01-31');
  await form.press('Add person');
  const ask = await PlainPage.called(page, 'How do they get their link?');
  await ask.press('Make the link');
  await PlainPage.called(page, 'Hand this link over');
  const link = (await page.locator('.app-code').textContent()) ?? '';
  await (await PlainPage.called(page, 'Hand this link over')).follow('Go to the person’s page');
  await PlainPage.called(page, person.name);
  return link;
}

/** From the page of a link that was handed over to signing in; at an agency with a sign-in of its own it offers that first. */
export async function choosePassword(page: Page, person: Newcomer): Promise<void> {
  const choose = await PlainPage.called(page, /^Choose (your password|how you sign in)$/);
  await choose.fill('Password', person.password);
  await choose.fill('Password again', person.password);
  await choose.press('Set password');
  await (await PlainPage.called(page, 'Your password is set')).follow('Sign in with your new password');
}

/** From the link that was handed over to the home page. Answers the backup codes. */
export async function beginAccount(page: Page, link: string, person: Newcomer): Promise<string[]> {
  await page.goto(link);
  await choosePassword(page, person);
  return signInFirst(page, person);
}

/** From the page where one signs in, for the first time, to the home page: password, authenticator app, backup codes. Answers the codes. */
export async function signInFirst(page: Page, person: Newcomer): Promise<string[]> {
  await (await SignInPage.on(page)).signIn(person);
  const setUp = await PlainPage.called(page, 'Set up your second factor');
  await setUp.fill('Your password', person.password);
  await setUp.press('Continue');
  const scan = await PlainPage.called(page, 'Add Concordat to your authenticator app');
  const app = new AuthenticatorApp((await page.locator('.app-code').textContent()) ?? '');
  await scan.fill('Code', await app.code(patient(5_000)));
  await scan.press('Continue');
  await (await PlainPage.called(page, 'Get your backup codes')).press('Show my backup codes');
  const keep = await PlainPage.called(page, 'Keep your backup codes');
  const codes = await page.locator('.app-codes .app-code').allTextContents();
  await keep.press('I have kept my backup codes');
  await HomePage.on(page);
  return codes;
}

/** Opens a page of another service than the one that keeps memberships: it hears of one a moment after it was made. */
export async function openWhenHeard(page: Page, path: string, heading: string): Promise<void> {
  const opened = new PlainPage(page, heading);
  await expect(async () => {
    await page.goto(path);
    await expect(opened.h1).toHaveText(heading, { timeout: 500 });
  }).toPass({ timeout: patient(15_000) });
  await opened.verify();
}
