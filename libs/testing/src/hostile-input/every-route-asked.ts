import { operationsOf, type StatedRule } from './openapi.js';
import { validRequest } from './probes.js';

export interface AskedRoutes {
  /** The OpenAPI document of the service. */
  openapi: unknown;
  url: string;
  tokenFor: (rule: StatedRule) => string;
  /** What is said in every place that takes free text. */
  text: string;
  /** Ids to be used in paths by the parameter's name, where a record of that kind is known. */
  ids?: Readonly<Record<string, string>>;
  /** Routes that are left out, as `POST /sign-out`: what would end the caller's own session. */
  except?: readonly string[];
}

const AT_ONCE = 6;
const INVENTED = /^(?:[0-9a-f]{8}-|\d{4}-\d\d-\d\d|https:\/\/example\.org\/x$)/;

/**
 * Asks every route of a service, with bodies that its description lets through and `text` wherever it takes free text.
 * @returns what was asked, with the status of the answer: `GET /cases/{caseId} 404`
 */
export async function everyRouteAsked({ openapi, url, tokenFor, text, ids = {}, except = [] }: AskedRoutes): Promise<string[]> {
  const waiting = operationsOf(openapi).filter(({ method, path }) => !except.includes(`${method} ${path}`)).flatMap((operation) => [1, 2].map((seed) => ({ operation, seed })));
  const asked: string[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { operation, seed } = next;
      const known = { ...operation, path: operation.path.replaceAll(/\{(\w+)\}/g, (whole, name: string) => ids[name] ?? whole) };
      const { method, address, headers, body } = validRequest(known, seed);
      const said = body === undefined ? undefined : JSON.stringify(JSON.parse(body, (_name, value: unknown) => (isFreeText(value) ? text : value)));
      const answer = await fetch(new URL(address, url), {
        method,
        headers: { ...headers, authorization: tokenFor(operation.rule) },
        ...(said === undefined ? {} : { body: said }),
      });
      await answer.arrayBuffer();
      asked.push(`${operation.method} ${operation.path} ${answer.status}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return asked;
}

/** Not an id, a time or a code: those have a form that other text would be refused for. */
function isFreeText(value: unknown): boolean {
  return typeof value === 'string' && !INVENTED.test(value) && !/^[a-z]+(?:-[a-z]+)*$/.test(value);
}
