/** Concordat cannot start or go on, for a reason that a person can mend: `message` says what, `mend` how. */
export class CannotRun extends Error {
  constructor(
    message: string,
    readonly mend: string,
  ) {
    super(message);
    this.name = 'CannotRun';
  }
}

/** The code of an error of the operating system (`ENOSPC`, `EACCES` …), if it is one. */
export function systemCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

const MENDS: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: free some space and start again.',
  EDQUOT: 'Your disk quota is used up: free some space and start again.',
  EROFS: 'The disk cannot be written to: copy the folder to one that can.',
  EACCES: 'Give yourself the right to write to the folder, or copy it to a place of yours.',
};

/** What to print of anything that was thrown: what happened, and how to mend it where that is known. */
export function explanation(error: unknown): string {
  if (error instanceof CannotRun) return `${error.message}\n${error.mend}`;
  const code = systemCode(error);
  const mend = code === undefined ? undefined : MENDS[code];
  if (!(error instanceof Error)) return String(error);
  return mend === undefined ? (error.stack ?? error.message) : `${error.message}\n${mend}`;
}
