import type { FastifyRequest } from 'fastify';

/**
 * Where a request that changes something came from, as the browser says:
 * `unknown` when it says nothing, which old browsers and tools do.
 */
export function originOf(request: FastifyRequest): 'same' | 'other' | 'unknown' {
  const site = request.headers['sec-fetch-site'];
  if (typeof site === 'string' && site !== 'same-origin' && site !== 'none') return 'other';
  const { origin } = request.headers;
  if (typeof origin === 'string') return hostOf(origin) === request.host ? 'same' : 'other';
  return typeof site === 'string' ? 'same' : 'unknown';
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
