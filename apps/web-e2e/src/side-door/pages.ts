import type { SideDoor } from './side-doors.js';

/** Every page of the web, and what its forms are sent to, as its metrics say: `GET /cases/:caseId`. What the platform asks of itself is none. */
export const everyPage = (metrics: SideDoor): string[] => [...routesIn(metrics, 'http_route').keys()].filter((route) => !/ \/(assets|health|metrics)\b/.test(route));

/** What pages have answered since the web started, by page. */
export const answeredPages = (metrics: SideDoor): Map<string, Set<number>> => routesIn(metrics, 'http_request_duration_seconds_count');

function routesIn(metrics: SideDoor, name: string): Map<string, Set<number>> {
  const web = metrics.contents.find(({ where }) => where === 'web')?.text ?? '';
  const routes = new Map<string, Set<number>>();
  for (const line of web.split('\n').filter((one) => one.startsWith(`${name}{`))) {
    const route = `${labelOf(line, 'method')} ${labelOf(line, 'route')}`;
    routes.set(route, (routes.get(route) ?? new Set()).add(Number(labelOf(line, 'status'))));
  }
  return routes;
}

const labelOf = (labels: string, name: string): string => new RegExp(`[{,]${name}="([^"]*)"`).exec(labels)?.[1] ?? '';

/** A page knows the addresses that are its own. */
export class Page {
  readonly method: string;
  readonly path: string;
  readonly #shape: RegExp;

  /** @param name as {@link everyPage} has it */
  constructor(readonly name: string) {
    [this.method = '', this.path = ''] = name.split(' ');
    this.#shape = new RegExp(`^${this.path.replaceAll(/:(\w+)/g, '(?<$1>[^/?#]+)')}/?(?:[?#]|$)`);
  }

  /** Values of its parameters in an address; null where that is no address of it. */
  parametersOf(address: string): Readonly<Record<string, string>> | null {
    const found = this.#shape.exec(address);
    return found === null ? null : (found.groups ?? {});
  }
}

/** The page of an address: where two take it, the one that names more of it. */
export function pageAt(pages: readonly Page[], method: string, address: string): Page | undefined {
  const taking = pages.filter((page) => page.method === method && page.parametersOf(address) !== null);
  return taking.sort((one, other) => one.path.split(':').length - other.path.split(':').length)[0];
}
