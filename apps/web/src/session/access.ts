import { SetMetadata } from '@nestjs/common';

/**
 * Who may open a page:
 * - `acting` (every page that says nothing): signed in, and acting in a membership
 * - `signed-in`: signed in, with or without a membership chosen
 * - `begun`: a password was accepted; the second factor may be missing
 * - `open`: everybody
 * - `aside`: everybody, and nobody is asked who they are: it is no use of a session, and prolongs none
 */
export type Access = 'acting' | 'signed-in' | 'begun' | 'open' | 'aside';

export const ACCESS = 'web:access';

/** A page for everybody, signed in or not. */
export const Open = () => SetMetadata(ACCESS, 'open' satisfies Access);

/** For everybody, and beside any session: reading it keeps nobody signed in. */
export const Aside = () => SetMetadata(ACCESS, 'aside' satisfies Access);

/** A page of signing in itself. */
export const NeedsOnly = (access: 'signed-in' | 'begun') => SetMetadata(ACCESS, access satisfies Access);
