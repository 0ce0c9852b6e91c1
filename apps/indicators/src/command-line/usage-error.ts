/** What was typed on the command line cannot be done; its message is for the person who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Exit status of what the person can mend: a file with faults, a wrong option. */
export const USAGE_STATUS = 2;

/** What a command is given and where it writes, so that specifications can look. */
export interface Terminal {
  env: Readonly<Record<string, string | undefined>>;
  out(text: string): void;
  /** A line of progress or an error. */
  err(text: string): void;
}

/** One of a few words, or a {@link UsageError} that names them. */
export function oneOf<Choice extends string>(choices: readonly Choice[], text: string, what: string): Choice {
  const choice = choices.find((one) => one === text);
  if (choice === undefined) throw new UsageError(`${what} is one of ${choices.join(', ')}, not "${text}"`);
  return choice;
}

/** A cell of CSV, quoted where it must be. */
export const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
