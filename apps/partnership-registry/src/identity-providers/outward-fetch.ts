import { Inject, Injectable } from '@nestjs/common';
import { lookup, type LookupAddress } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { request as send, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../config.js';
import { isPublicAddress } from './public-addresses.js';

/** The most that a provider answers, in bytes. */
const MOST_BYTES = 1024 * 1024;
/** How long it has, in milliseconds. */
const OUTWARD_MS = 5_000;

export interface OutwardRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Why an address was not called, or its answer not taken, in words for who entered it. */
export class OutwardError extends Error {}

/**
 * Calls addresses that somebody entered: by https, out on the internet, and never a machine of our own network, unless
 * whoever runs Concordat named its host. Looked at as the connection is made, so that a name cannot lead elsewhere
 * between looking and calling; it follows no redirect.
 */
@Injectable()
export class OutwardFetch {
  readonly #named: readonly string[];
  readonly #authorities: string[] | undefined;

  constructor(@Inject(REGISTRY_SETTINGS) settings: RegistrySettings) {
    this.#named = settings.CONCORDAT_PRIVATE_PROVIDERS;
    const ours = settings.CONCORDAT_PROVIDER_CERTIFICATES;
    this.#authorities = ours === undefined ? undefined : [...rootCertificates, ours];
  }

  /** @throws OutwardError; Error of the network */
  async fetch(address: string, { method = 'GET', headers = {}, body }: OutwardRequest = {}): Promise<Response> {
    const url = new URL(address);
    if (url.protocol !== 'https:') throw new OutwardError('its address does not begin with https://');
    const named = this.#named.includes(url.host);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (!named && isIP(host) !== 0 && !isPublicAddress(host)) throw notPublic();
    const answer = await this.#send(url, { method, headers, ca: this.#authorities, ...(named ? {} : { lookup: publicLookup }) }, body);
    return new Response([204, 304].includes(answer.status) ? null : new Uint8Array(answer.body), { status: answer.status, headers: answer.headers });
  }

  #send(url: URL, options: RequestOptions, body: string | undefined): Promise<{ status: number; headers: Headers; body: Buffer }> {
    return new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(OUTWARD_MS);
      const failed = (error: Error): void => reject(signal.aborted ? new OutwardError('it took too long') : error);
      const request = send(url, { ...options, signal, agent: false }, (answer) => {
        read(answer).then((bytes) => resolve({ status: answer.statusCode ?? 502, headers: headersOf(answer), body: bytes }), failed);
      });
      request.on('error', failed);
      request.end(body);
    });
  }
}

const notPublic = (): OutwardError => new OutwardError('its address leads into a private network, which whoever runs Concordat has to allow');

/** `lookup` of a connection, which refuses a name with any address that is not public. */
const publicLookup: NonNullable<RequestOptions['lookup']> = (hostname, options, answer) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[] | undefined) => {
    const addresses = found ?? [];
    const [first] = addresses;
    if (error !== null) answer(error, '', 0);
    else if (first === undefined || addresses.some(({ address }) => !isPublicAddress(address))) answer(notPublic(), '', 0);
    else if (options.all) answer(null, addresses);
    else answer(null, first.address, first.family);
  });
};

async function read(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > MOST_BYTES) throw new OutwardError('its answer is too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function headersOf(answer: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct)) for (const value of values ?? []) headers.append(name, value);
  return headers;
}
