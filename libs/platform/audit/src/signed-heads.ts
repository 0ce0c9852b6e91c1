import { createPrivateKey, createPublicKey, randomUUID, sign, verify, type KeyObject } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
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

/** Readings of the folder before one gives up: in each but the last a writer replaced a file between its listing and its reading. */
const READINGS = 5;

/**
 * Heads outside the database: of each day and service the last. A file is named by its head, so that several processes
 * may write at once: none takes the place of another, and only those with a lower number go. Two heads of one number
 * both stay, for one of them is of a chain that was changed.
 */
export class HeadFiles {
  constructor(private readonly folder: string) {}

  async write(head: SignedHead, now: Date): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const { service, number, hash, signature } = head;
    const day = `${service}-${now.toISOString().slice(0, 10)}-`;
    const name = `${day}${number.padStart(12, '0')}-${hash.toString('hex').slice(0, 16)}.json`;
    const unfinished = join(this.folder, `${day}${randomUUID()}.unfinished`);
    try {
      await writeFile(unfinished, JSON.stringify({ service, number, hash: hash.toString('hex'), signature: signature.toString('hex') }), { mode: 0o600, flush: true });
      await rename(unfinished, join(this.folder, name));
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    await this.#removeAllButTheLast(day);
  }

  /** The heads of a service, oldest first. @throws when a file is none: it was damaged or made by somebody else */
  async read(service: string): Promise<SignedHead[]> {
    for (let left = READINGS - 1; ; left -= 1) {
      try {
        const own = (await this.#names(`${service}-`)).sort();
        const heads = await Promise.all(own.map(async (name) => written.parse(JSON.parse(await readFile(join(this.folder, name), 'utf8')))));
        return heads.sort((one, other) => Number(BigInt(one.number) - BigInt(other.number)));
      } catch (error) {
        if (left === 0 || !isMissing(error)) throw error;
      }
    }
  }

  async #removeAllButTheLast(day: string): Promise<void> {
    const ofDay = (await this.#names(day)).flatMap((name) => {
      const number = /^(\d+)-/.exec(name.slice(day.length))?.[1];
      return number === undefined ? [] : [{ name, number: BigInt(number) }];
    });
    const last = ofDay.reduce((highest, { number }) => (number > highest ? number : highest), 0n);
    for (const { name, number } of ofDay) if (number < last) await rm(join(this.folder, name), { force: true });
  }

  async #names(beginning: string): Promise<string[]> {
    const names = await readdir(this.folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    return names.filter((name) => name.startsWith(beginning) && name.endsWith('.json'));
  }
}

const isMissing = (error: unknown): boolean => typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
