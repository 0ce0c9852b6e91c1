import { expect, test } from '../journey.js';
import { PlainPage } from '../pages/app-page.js';
import { HomePage } from '../pages/home-page.js';
import { SignInPage } from '../pages/sign-in-page.js';
import { followClicks } from '../stack/traces.js';
import { inAbout } from '../steps/casework.js';
import { Colleague, dateIn, linkTo, optionOf } from '../steps/colleague.js';
import { addAgency, addPerson, beginAccount, newLetters, openWhenHeard } from '../steps/administration.js';

const ADMINISTRATOR = 'Administrator, Hinckley';
const COUNCIL = 'Hinckley & Bosworth Borough Council';

test('an administrator makes an agency and a person, who signs in until the membership ends @phone', async ({ as, page }) => {
  const letters = newLetters();
  const agency = `Harbour police ${letters}`;
  const person = { name: `Robin Alder ${letters}`, email: `${letters}@harbour-police.example`, password: `${letters} gravel thimble` };
  const administrator = await as(ADMINISTRATOR);
  await addAgency(administrator, agency);
  const link = await addPerson(administrator, person, COUNCIL);
  const personAddress = administrator.url();
  const [code = ''] = await beginAccount(page, link, person);

  await test.step('without the app, a backup code signs in once', async () => {
    await (await HomePage.on(page)).signOut();
    await (await PlainPage.called(page, 'You have signed out')).follow('Sign in again');
    await (await SignInPage.on(page)).signIn(person);
    await (await PlainPage.called(page, 'Enter the code from your authenticator app')).follow('use a backup code');
    const asked = await PlainPage.called(page, 'Enter one of your backup codes');
    await asked.fill('Backup code', code.toUpperCase());
    await asked.press('Continue');
    const used = await PlainPage.called(page, 'You have used a backup code');
    await expect(page.getByRole('main')).toContainText('You have 9 backup codes left');
    await used.follow('Continue');
    await HomePage.on(page);
  });

  await test.step('new backup codes are shown once', async () => {
    await page.goto('/account/backup-codes');
    const ask = await PlainPage.called(page, 'Backup codes');
    await ask.fill('Your password', person.password);
    await ask.press('Make new codes');
    await PlainPage.called(page, 'Keep your backup codes');
    const [made = ''] = await page.locator('.app-codes .app-code').allTextContents();
    await page.goto('/account');
    const unkept = await PlainPage.called(page, 'Have you kept your backup codes?');
    await expect(page.locator('.app-code')).toHaveCount(0);
    await unkept.press('Make new codes');
    const kept = await PlainPage.called(page, 'Keep your backup codes');
    await expect(page.locator('.app-codes .app-code')).toHaveCount(10);
    await expect(page.getByRole('main')).not.toContainText(made);
    await kept.press('I have kept my backup codes');
    await PlainPage.called(page, 'Your account');
    await expect(page.getByRole('main')).toContainText('10 backup codes left');
  });

  await test.step('a change of roles stands in the history', async () => {
    await administrator.goto(personAddress);
    await (await PlainPage.called(administrator, person.name)).follow(COUNCIL);
    await (await PlainPage.called(administrator, `${person.name}, ${COUNCIL}`)).pressLink('Change roles and dates');
    const change = await PlainPage.called(administrator, 'Change roles and dates');
    await change.choose('Coordinator', 'Roles');
    await change.choose('Victim safety lead', 'Roles');
    await change.press('Save changes');
    await (await PlainPage.called(administrator, `${person.name}, ${COUNCIL}`)).follow('See who changed what, and when');
    await PlainPage.called(administrator, 'History of a membership');
    await expect(administrator.getByRole('main')).toContainText('Practitioner');
    await expect(administrator.getByRole('main')).toContainText('Coordinator');
    await expect(administrator.getByRole('main')).toContainText('Marian Ashdown');
  });

  await test.step('a role that reaches further is theirs once a second person has granted it', async () => {
    await administrator.goto('/administration/role-requests');
    await PlainPage.called(administrator, 'Roles that wait for a second person');
    await expect(administrator.getByRole('row', { name: person.name })).toContainText('Somebody else decides');
    const lead = await as('Information governance lead, Hinckley');
    await lead.goto('/administration/role-requests');
    await (await PlainPage.called(lead, 'Roles that wait for a second person')).follow(`Decide on the role of ${person.name}`);
    const decide = await PlainPage.called(lead, /^Are they to have the role of Victim safety lead/i);
    await decide.choose('Yes');
    await decide.press('Decide');
    await PlainPage.called(lead, 'Roles that wait for a second person');
    await expect(lead.getByRole('main')).toContainText('The role has been granted');
    await page.goto('/account');
    await PlainPage.called(page, 'Your account');
    await expect(page.getByRole('main')).toContainText(/victim safety lead/i);
  });

  await test.step('whoever looks after the people of one agency reaches those of no other', async () => {
    const at = new URL(personAddress).pathname.replace(/\?.*$/, '');
    const starts = dateIn('startsOn', inAbout(0));
    const stranger = await Colleague.does(ADMINISTRATOR, async (they) => {
      await they.send(`${at}/memberships/new`, (form) => ({ agencyId: optionOf(form, agency), roles: 'agency-administrator', ...starts }));
      return linkTo(await they.read('/administration/people'), 'Nadia Farrow');
    });
    await page.goto('/account/membership');
    const choose = await PlainPage.called(page, 'Which agency do you act for?');
    await choose.choose(new RegExp(agency));
    await choose.press('Continue');
    const keeper = Colleague.in(page);
    const newcomer = `Ash Rowan ${letters}`;
    const added = await keeper.send('/administration/people/new', (form) => ({ name: newcomer, email: `ash-${letters}@harbour-police.example`, agencyId: optionOf(form, agency), roles: 'practitioner', ...starts }));
    const own = /\/administration\/people\/[0-9a-f-]{36}/.exec(added)?.[0] ?? '';
    const membership = /\/administration\/memberships\/[0-9a-f-]{36}/.exec(await keeper.read(own))?.[0] ?? '';
    await keeper.send(`${membership}/change`, { roles: 'victim-safety', ...starts });
    await Colleague.does(ADMINISTRATOR, async (they) => {
      await they.send(linkTo(await they.read('/administration/role-requests'), newcomer), { grant: 'yes' });
    });
    await page.goto(membership);
    await PlainPage.called(page, `${newcomer}, ${agency}`);
    await expect(page.getByRole('main')).toContainText('Victim safety lead');
    await keeper.send(membership.replace('memberships', 'access-review'), { needed: 'yes' });
    await keeper.send(`${membership}/end`, { why: 'Left the force' });
    await page.goto(membership);
    await PlainPage.called(page, `${newcomer}, ${agency}`);
    await expect(page.getByRole('main')).toContainText('Ended');
    await expect(page.getByRole('link', { name: 'Change roles and dates' })).toHaveCount(0);
    // Of another agency: nobody is listed, and nobody is there.
    await page.goto('/administration/people');
    await PlainPage.called(page, 'People');
    await expect(page.getByRole('main')).toContainText(newcomer);
    await expect(page.getByRole('main')).not.toContainText('Nadia Farrow');
    await keeper.findsNothingAt(stranger);
  });

  await test.step('they act for a colleague for a time, and it says so', async () => {
    await administrator.goto('/administration/people');
    await (await PlainPage.called(administrator, 'People')).follow('Nadia Farrow');
    await (await PlainPage.called(administrator, 'Nadia Farrow')).follow(COUNCIL);
    await (await PlainPage.called(administrator, `Nadia Farrow, ${COUNCIL}`)).pressLink('Name a deputy');
    const empty = await PlainPage.called(administrator, 'Name a deputy');
    await empty.press('Name deputy');
    const form = await PlainPage.called(administrator, 'Name a deputy');
    await expect(form.errorSummary).toContainText('Select who acts for them');
    await form.select('Who acts for them?', person.name);
    await form.fillDate('When does it stop?', inAbout(7));
    await form.press('Name deputy');
    await PlainPage.called(administrator, `${person.name}, ${COUNCIL}`);
    await expect(administrator.getByRole('main')).toContainText('Acts as deputy of');
    await page.goto('/account/membership');
    const choose = await PlainPage.called(page, 'Which agency do you act for?');
    await choose.choose(/as deputy of Nadia Farrow/);
    await choose.press('Continue');
    await expect(page.getByRole('region', { name: 'The agency that you act for' })).toContainText('as deputy of Nadia Farrow');
  });

  await administrator.goto(personAddress);
  await (await PlainPage.called(administrator, person.name)).follow(COUNCIL);
  await PlainPage.called(administrator, `${person.name}, ${COUNCIL}`);
  const membershipAddress = administrator.url();
  const review = async (needed: 'Yes' | 'No') => {
    await administrator.goto(membershipAddress.replace('memberships', 'access-review'));
    const asked = await PlainPage.called(administrator, 'Do they still need this access?');
    await asked.choose(needed);
    await asked.press('Continue');
  };

  await test.step('their access is confirmed in the yearly review; once it is not, they are out at once', async () => {
    await openWhenHeard(page, '/cases', 'Cases');
    await review('Yes');
    await PlainPage.called(administrator, 'Review of access');
    await expect(administrator.getByRole('main')).toContainText('The access has been confirmed for a year');
    await review('No');
    const end = await PlainPage.called(administrator, 'End this membership now?');
    await end.fill('Why?', 'Left the force');
    await end.press('End membership');
    await expect(administrator.getByRole('main')).toContainText('The membership has ended');
    await page.goto('/cases');
    await (await SignInPage.on(page)).signIn(person);
    await PlainPage.called(administrator, /./);
    const waiting = await PlainPage.called(page, 'Enter the code from your authenticator app');
    await waiting.follow('use a backup code');
    await PlainPage.called(page, 'Enter one of your backup codes');
  });
});

test('an administrator makes a forum, a stale page shows what somebody else changed, and a trace leads from a click to the last who heard of it', async ({ as }) => {
  const letters = newLetters();
  const [first, second] = [await as(ADMINISTRATOR), await as(ADMINISTRATOR)];
  await first.goto('/administration/forums');
  await (await PlainPage.called(first, 'Forums')).pressLink('Add a forum');
  const empty = await PlainPage.called(first, 'Add a forum');
  await empty.fill('Name', `Marina group ${letters}`);
  await empty.press('Add forum');
  const form = await PlainPage.called(first, 'Add a forum');
  await expect(form.errorSummary.getByRole('link').first()).toBeVisible();
  await expect(first.getByLabel('Name', { exact: true })).toHaveValue(`Marina group ${letters}`);
  await form.fill('First two letters of case references', letters.slice(0, 2).toUpperCase());
  await form.select('What it is for', 'Solving problems of people and places together');
  await form.choose('Places', 'Who or what are its cases about?');
  await form.select('Run by', 'Blaby District Council');
  await form.press('Add forum');
  await PlainPage.called(first, `Marina group ${letters}`);
  const change = `${first.url().split('?')[0] ?? ''}/change`;

  await first.goto(change);
  await second.goto(change);
  const faster = await PlainPage.called(second, 'Change a forum');
  await faster.fill('How many working days before a meeting is its agenda sent?', '7');
  await faster.press('Save changes');
  await PlainPage.called(second, `Marina group ${letters}`);
  const slower = await PlainPage.called(first, 'Change a forum');
  await slower.fill('Name', `Marina board ${letters}`);
  await slower.press('Save changes');
  const stale = await PlainPage.called(first, 'Change a forum');
  await expect(first.getByRole('main')).toContainText('Someone changed this');
  await expect(first.getByRole('main')).toContainText('Agenda goes out');
  await expect(first.getByLabel('Name', { exact: true })).toHaveValue(`Marina board ${letters}`);
  await stale.press('Save changes');
  await PlainPage.called(first, `Marina board ${letters}`);
  // A trace that somebody outside says they began is not gone on with.
  await first.context().setExtraHTTPHeaders({ traceparent: `00-${'5e'.repeat(16)}-${'5e'.repeat(8)}-01` });
  await (await PlainPage.called(first, `Marina board ${letters}`)).pressLink('End this forum');
  await (await PlainPage.called(first, `End Marina board ${letters}?`)).press('End forum');
  await PlainPage.called(first, `Marina board ${letters}`);

  const administrator = Colleague.in(first);
  const forum = change.replace(/\/change$/, '');
  await followClicks(
    async () => {
      for (const way of ['resume', 'end']) await administrator.send(`${forum}/${way}`, {});
    },
    'process forum.changed',
    /^web POST \/administration\/forums\/:forumId\/(end|resume) > web PUT (\/forums\/:forumId) > partnership-registry PUT \2 > partnership-registry transaction > partnership-registry send forum.changed > indicators process forum.changed$/,
  );
});

test('a double click in administration acts once', async () => {
  await Colleague.does(ADMINISTRATOR, async (administrator) => {
    const letters = newLetters();
    const starts = dateIn('startsOn', inAbout(0));
    const name = `Harbour office ${letters}`;
    const agency = await administrator.clicksTwice('/administration/agencies/new', (page) => ({ name, kind: optionOf(page, 'Police'), emergencyAccess: 'no' }));
    const person = await administrator.clicksTwice('/administration/people/new', (page) => ({
      name: `Rowan Elder ${letters}`, email: `${letters}@harbour-office.example`, agencyId: optionOf(page, COUNCIL), roles: 'practitioner', ...starts,
    }));
    const forum = await administrator.clicksTwice('/administration/forums/new', (page) => ({
      name: `Quay group ${letters}`, referencePrefix: letters.slice(0, 2).toUpperCase(), purpose: optionOf(page, 'Solving problems of people and places together'),
      subjectKinds: 'place', ownerAgencyId: optionOf(page, name), agendaDays: '5',
    }));
    // Each has an id of its own: two would lead to two places.
    for (const [first, second] of [agency, person, forum]) expect([second, first?.match(/[0-9a-f-]{36}/)?.length]).toEqual([first, 1]);

    const at = /\/administration\/people\/[0-9a-f-]{36}/.exec(person[0] ?? '')?.[0] ?? '';
    await administrator.clicksTwice(`${at}/memberships/new`, (page) => ({ agencyId: optionOf(page, name), roles: 'agency-administrator', ...starts }));
    const memberships = (await administrator.read(at)).match(/href="\/administration\/memberships\/[0-9a-f-]{36}"/g);
    expect(new Set(memberships).size).toBe(2);
  });
});

test('an administrator’s pages are for administrators of the partnership', async ({ as }) => {
  const administrator = await as(ADMINISTRATOR);
  await administrator.goto('/administration/people');
  await (await PlainPage.called(administrator, 'People')).follow('Amir Holloway');
  await PlainPage.called(administrator, 'Amir Holloway');
  const address = administrator.url();
  const elsewhere = await as('Charnwood Borough Council');
  const unknown = address.replace(/[0-9a-f]{12}$/, '000000000000');
  const seen: string[] = [];
  for (const path of [address, unknown]) {
    await elsewhere.goto(path);
    await PlainPage.called(elsewhere, 'Page not found');
    seen.push(await elsewhere.getByRole('main').innerText());
  }
  expect(seen[0]).toBe(seen[1]);
  const coordinator = await as('JAG coordinator');
  await coordinator.goto('/administration');
  await PlainPage.called(coordinator, /You cannot do this|Page not found/);
});
