import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** The end of a service's chain at one time: whoever holds it can tell whether anything before it has changed. */
export interface Head {
  service: string;
  /** Of the last batch. */
  number: string;
  /** Of the last batch, which is over all before it. */
  hash: Buffer;
}

export interface SignedHead extends Head {
  signature: Buffer;
}

/** Beginning of an Ed25519 private key in PKCS #8 (RFC 8410), which its 32 bytes follow. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key that signs heads, from 32 bytes that no database holds. */
export const signingKey = (seed: Buffer): KeyObject => createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });

/** What verifies the signatures of {@link signingKey}'s key. */
export const verifyingKey = (seed: Buffer): KeyObject => createPublicKey(signingKey(seed));

const signed = ({ service, number, hash }: Head): Buffer => Buffer.from(JSON.stringify(['concordat audit head', 1, service, number, hash.toString('hex')]));

export const signatureOf = (head: Head, key: KeyObject): Buffer => sign(null, signed(head), key);

export const isSignatureOf = (head: SignedHead, key: KeyObject): boolean => verify(null, signed(head), key, head.signature);

const hex = z.string().regex(/^[0-9a-f]+$/).transform((text) => Buffer.from(text, 'hex'));
const written = z.strictObject({ service: z.string(), number: z.string().regex(/^\d+$/), hash: hex, signature: hex });

/** Heads outside the database, a file for each day and service: the last head of the day. */
export class HeadFiles {
  constructor(private readonly folder: string) {}

  async write(head: SignedHead, now: Date): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = join(this.folder, `${head.service}-${now.toISOString().slice(0, 10)}.json`);
    const { service, number, hash, signature } = head;
    const unfinished = `${file}.${process.pid}`;
    await writeFile(unfinished, JSON.stringify({ service, number, hash: hash.toString('hex'), signature: signature.toString('hex') }), { mode: 0o600, flush: true });
    await rename(unfinished, file);
  }

  /** The heads of a service, oldest first. @throws when a file is none: it was damaged or made by somebody else */
  async read(service: string): Promise<SignedHead[]> {
    const names = await readdir(this.folder).catch(() => []);
    const own = names.filter((name) => name.startsWith(`${service}-`) && name.endsWith('.json')).sort();
    return Promise.all(own.map(async (name) => written.parse(JSON.parse(await readFile(join(this.folder, name), 'utf8')))));
  }
}
