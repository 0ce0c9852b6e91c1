import { AuthenticatorApp, SoftPasskey } from '@concordat/testing';
import { z } from 'zod';
import { newLetters } from '../../steps/administration.js';
import { inAbout } from '../../steps/casework.js';
import type { Cast } from '../cast.js';
import { PLANTED } from '../planted.js';
import type { Visitor } from '../visitor.js';
import { wayIn } from './cases.js';

/** The key, or the link, that a page shows once. */
const shownOnce = (html: string): string => (/class="[^"]*app-code[^"]*"[^>]*>\s*([^<]+?)\s*</.exec(html)?.[1] ?? '').replaceAll('&amp;', '&');

/** Where backup codes are made, and kept. */
const CODES = '/sign-in/backup-codes';

interface Newcomer {
  visitor: Visitor;
  /** Their page in the administration. */
  page: string;
  /** Signs them in once more, without their telephone. */
  again: () => Promise<Visitor>;
}

/** An agency, and who looks after its people: a second person is the administrator of the partnership. */
const AGENCIES = {
  outreach: { name: /^Hinckley & Bosworth Youth Outreach/, keeper: 'meera.santley@youth-outreach.example' },
  council: { name: /^Hinckley & Bosworth Borough Council/, keeper: 'dilys.marlowe@hinckley-bosworth.example' },
} as const;

/** Somebody planted who was invited to an agency. */
interface Invited {
  /** Not signed in yet. */
  visitor: Visitor;
  /** The page that their invitation leads to. */
  link: string;
  /** Their page in the administration. */
  page: string;
}

async function invited(keeper: Visitor, { name: agency }: { name: RegExp }, roles: readonly string[], cast: Cast): Promise<Invited> {
  const account = { name: `${PLANTED.givenName} ${PLANTED.familyName}`, email: `${newLetters()}@vexillology.example`, password: `${newLetters()} gravel thimble` };
  const made = await keeper.does('/administration/people/new', { email: account.email, agencyId: agency, roles, startsOn: inAbout(0), endsOn: null, trainingValidTo: inAbout(300) });
  const page = /\/administration\/people\/[\da-f-]{36}/.exec(made)?.[0] ?? '';
  await keeper.does(`${page}/password-link`, {}, `${page}/invitation`);
  const link = new URL(shownOnce(await keeper.does(`${page}/password-link`))).pathname;
  return { visitor: cast.stranger(account), link, page };
}

/** Somebody planted joins an agency, sets up their sign-in, and has roles that a second person grants. */
export async function joined(cast: Cast, agency: keyof typeof AGENCIES, roles: readonly string[]): Promise<Newcomer> {
  const [keeper, second] = [await cast.as(AGENCIES[agency].keeper), await cast.as('administrator, hinckley')];
  const { visitor, link, page } = await invited(keeper, AGENCIES[agency], roles, cast);
  const { account } = visitor;
  await visitor.does(link, { password: account.password, again: account.password });
  const setUp = await visitor.does('/sign-in', { email: account.email });
  const scan = await visitor.does(setUp);
  const app = new AuthenticatorApp(shownOnce(scan));
  const codes = await visitor.does(await visitor.fills(scan, setUp, { code: await app.code() }, /./), {}, `${CODES}/new`);
  const backup = Array.from(codes.matchAll(/class="app-code"[^>]*>\s*([^<]+?)\s*</g), ([, code = '']) => code);
  await visitor.fills(codes, CODES, {}, CODES);
  for (;;) {
    const waiting = Array.from((await second.reads('/administration/role-requests')).matchAll(/href="(\/administration\/role-requests\/[^"]+)"/g), ([, address = '']) => address);
    if (waiting.length === 0) break;
    for (const request of waiting) await second.does(request, { grant: 'yes' });
  }
  const again = async (): Promise<Visitor> => {
    const another = cast.stranger(account);
    await another.does('/sign-in', { email: account.email });
    await another.reads('/sign-in/second-factor');
    await another.reads(await another.does('/sign-in/backup-code', { code: backup.pop() ?? '' }));
    return another;
  };
  return { visitor, page, again };
}

/** Adds a passkey with the form of a page. */
async function addsPasskey(visitor: Visitor, page: string): Promise<void> {
  const html = await visitor.reads(page);
  const { challenge } = z.object({ challenge: z.string() }).parse(JSON.parse((/data-options="([^"]+)"/.exec(html)?.[1] ?? '').replaceAll('&quot;', '"')));
  await visitor.fills(html, page, { passkey: JSON.stringify(new SoftPasskey(visitor.base).made(challenge)) }, page);
}

/** A person of an agency: their password, codes and sessions, and what an administrator does to their account. */
export async function accounts(cast: Cast): Promise<void> {
  const keeper = await cast.as(AGENCIES.outreach.keeper);
  const newcomer = await invited(keeper, AGENCIES.outreach, ['practitioner'], cast);
  await addsPasskey(newcomer.visitor, `${newcomer.link}/passkey`);
  const { visitor, page, again } = await joined(cast, 'outreach', ['practitioner']);
  await again();
  await keeper.does(wayIn(await keeper.reads(`${page}/sessions`), /\/sessions\/[^/]+\/end$/));
  await again();
  await visitor.does('/account/confirm');
  await addsPasskey(visitor, '/account/passkeys/new');
  await visitor.does(wayIn(await visitor.reads('/account/passkeys'), /\/passkeys\/[^/]+\/remove$/));
  await visitor.does(wayIn(await visitor.reads('/account/sessions'), /\/account\/sessions\/[^/]+\/end$/));
  await again();
  await visitor.does('/account/sessions/others/end');
  await visitor.fills(await visitor.does('/account/backup-codes'), CODES, {}, CODES);
  await visitor.does('/account/password');
  await visitor.does('/account/membership');
  await visitor.reads('/sign-out');
  await visitor.does('/sign-out');
  await cast.stranger(visitor.account).does('/forgotten-password');
  await keeper.does(`${page}/end-sessions`);
  const membership = wayIn(await keeper.reads(page), /\/memberships\/[\da-f-]{36}$/);
  await keeper.does(`${membership}/change`, { roles: 'practitioner', startsOn: inAbout(0), endsOn: null, trainingValidTo: inAbout(300) });
  await keeper.does(`${page}/change`, { email: `${newLetters()}@vexillology.example` });
  for (const change of ['reset-second-factor', 'close', 'reopen']) await keeper.does(`${page}/${change}`);
}
