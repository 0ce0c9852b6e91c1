import { SetMetadata } from '@nestjs/common';

/**
 * Who may open a page:
 * - `acting` (every page that says nothing): signed in, and acting in a membership
 * - `signed-in`: signed in, with or without a membership chosen
 * - `begun`: a password was accepted; the second factor may be missing
 * - `open`: everybody
 */
export type Access = 'acting' | 'signed-in' | 'begun' | 'open';

export const ACCESS = 'web:access';

/** A page for everybody, signed in or not. */
export const Open = () => SetMetadata(ACCESS, 'open' satisfies Access);

/** A page of signing in itself. */
export const NeedsOnly = (access: 'signed-in' | 'begun') => SetMetadata(ACCESS, access satisfies Access);
