import type { SideDoor } from './side-doors.js';
import { UNREACHED } from './unreached.js';

interface Request {
  service: string;
  method: string;
  /** With its parameters: `/cases/:caseId`. */
  route: string;
  status: number;
}

/** Whether an answer says that what was asked for was shown or done. */
const isDone = ({ method, status }: Request): boolean => status < 300 || (status === 303 && method !== 'GET');

/**
 * Pages and routes that did what they are for since the installation began, whoever asked, as the logs of all processes say:
 * `web GET /cases/:caseId`, `jag-cases POST /cases`.
 */
export function doneIn(logs: SideDoor): Set<string> {
  // A line that is being written has no end yet.
  const requests = logs.contents.filter(({ text }) => text.endsWith('"msg":"request"}')).map(({ text }) => JSON.parse(text) as Request);
  return new Set(requests.filter(isDone).map(({ service, method, route }) => `${service} ${method} ${route}`));
}

/** Where the list of what nobody reaches, and why, is not what `reached` says of `wanted`. */
export function faultsOfList(wanted: readonly string[], reached: ReadonlySet<string>): string[] {
  const known = new Set(Object.values(UNREACHED).flat());
  return [
    ...wanted.filter((one) => !reached.has(one) && !known.has(one)).map((one) => `nobody reached ${one}`),
    ...[...known].filter((one) => reached.has(one)).map((one) => `${one} is reached: strike it from the list`),
    ...[...known].filter((one) => !wanted.includes(one)).map((one) => `${one} is no page or route`),
  ];
}
