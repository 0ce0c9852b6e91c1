import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { certificate, SmallProvider } from '@concordat/testing';
import { z } from 'zod';

const NAME = 'CONCORDAT_E2E_PROVIDER';
const place = z.object({ port: z.number(), key: z.string(), cert: z.string() });

/** Chooses where journeys start the identity provider of an agency, and says so to them: what the stack has to be told of it. */
export async function placeOfProvider(): Promise<Record<string, string>> {
  const { port, key, cert } = place.parse({ port: await freePort(), ...(await certificate()) });
  process.env[NAME] = JSON.stringify({ port, key, cert });
  return { CONCORDAT_PRIVATE_PROVIDERS: `127.0.0.1:${port}`, CONCORDAT_PROVIDER_CERTIFICATES: cert };
}

/** Null on a stack of somebody's own, which was not told of it. */
export async function startProvider(): Promise<SmallProvider | null> {
  const chosen = process.env[NAME];
  if (chosen === undefined) return null;
  const { port, key, cert } = place.parse(JSON.parse(chosen));
  const provider = new SmallProvider({ key, cert });
  await provider.listen(port);
  return provider;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
