import { PermanentFailure, ProblemError } from '@concordat/platform-errors';

/** Why a job failed, fit to be stored and shown: it names types, codes and places of the code, never a value. */
export interface Explanation {
  code: string;
  text: string;
  /** Whether trying again is pointless. */
  permanent: boolean;
}

/**
 * Explains an error without its message, which may hold what a person typed: only messages that we write ourselves
 * for this purpose (those of `PermanentFailure`) are kept.
 */
export function explain(error: unknown): Explanation {
  if (error instanceof PermanentFailure) return { code: 'permanent-failure', text: `${error.message}${placeOf(error)}`, permanent: true };
  if (error instanceof ProblemError) return { code: error.code, text: `${error.title} (${error.code})${placeOf(error)}`, permanent: false };
  if (!(error instanceof Error)) return { code: 'unknown', text: 'Something that is not an error was thrown', permanent: false };
  const state = textOf(error, 'code');
  if (state !== null && /^[0-9A-Z]{5}$/.test(state)) {
    const names = ['table', 'column', 'constraint'].flatMap((name) => {
      const value = textOf(error, name);
      return value === null ? [] : [`${name} ${value}`];
    });
    const about = names.length === 0 ? '' : ` (${names.join(', ')})`;
    return { code: `database-${state.toLowerCase()}`, text: `The database refused with ${state}${about}${placeOf(error)}`, permanent: false };
  }
  return { code: 'error', text: `${error.name}${state === null ? '' : ` ${state}`}${placeOf(error)}`, permanent: false };
}

/** The first line of the stack that is ours: file and line, no values. */
function placeOf(error: Error): string {
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  const frame = frames.find((line) => !/node_modules|node:/.test(line)) ?? frames[0];
  const place = frame && /([\w.-]+\/[\w.-]+:\d+):\d+\)?$/.exec(frame)?.[1];
  return place ? `, at ${place}` : '';
}

function textOf(error: Error, name: string): string | null {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : null;
}
