import type { SideDoor } from './side-doors.js';

/** Every page of the web, and what its forms are sent to, as its metrics say: `GET /cases/:caseId`. What the platform asks of itself is none. */
export const everyPage = (metrics: SideDoor): string[] => [...routesIn(metrics, 'http_route')].filter((route) => !/ \/(assets|health|metrics)\b/.test(route));

/** Pages that were asked for since the web started. */
export const visitedPages = (metrics: SideDoor): Set<string> => routesIn(metrics, 'http_request_duration_seconds_count');

function routesIn(metrics: SideDoor, name: string): Set<string> {
  const web = metrics.contents.find(({ where }) => where === 'web')?.text ?? '';
  const lines = web.split('\n').filter((line) => line.startsWith(`${name}{`));
  return new Set(lines.map((line) => `${labelOf(line, 'method')} ${labelOf(line, 'route')}`));
}

const labelOf = (labels: string, name: string): string => new RegExp(`${name}="([^"]*)"`).exec(labels)?.[1] ?? '';

/** Values of the parameters of pages, out of addresses that were shown. */
export function parametersIn(pages: readonly string[], addresses: readonly string[]): Map<string, string> {
  const known = new Map<string, string>();
  for (const page of pages) {
    const names = Array.from(page.matchAll(/:(\w+)/g), ([, name = '']) => name);
    const last = names.at(-1);
    if (last === undefined || known.has(last)) continue;
    const shape = new RegExp(`^${page.slice(page.indexOf('/')).replaceAll(/:\w+/g, '([^/?#]+)')}(?:[?#]|$)`);
    const value = addresses.map((address) => shape.exec(address)?.[names.length]).find((found) => found !== undefined && /[0-9a-f]{8}-/.test(found));
    if (value !== undefined) known.set(last, value);
  }
  return known;
}
