import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';

/** What an authenticator may be told to do wrong. */
export interface PasskeyFaults {
  origin?: string;
  rpId?: string;
  /** Whether it asked its owner for a finger or a PIN. */
  verified?: boolean;
  counter?: number;
}

const url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

/** A passkey in memory (W3C Web Authentication, ES256, attestation `none`): what a browser would send, and what it never would. */
export class SoftPasskey {
  readonly id = randomBytes(32);
  counter = 0;
  readonly #keys: { publicKey: KeyObject; privateKey: KeyObject } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  constructor(private readonly origin: string) {}

  made(challenge: string, faults: PasskeyFaults = {}) {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    const point = (text: string): Buffer => Buffer.concat([Buffer.from([0x58, 0x20]), Buffer.from(text, 'base64url')]);
    // CBOR: {1: 2, 3: -7, -1: 1, -2: x, -3: y}
    const key = Buffer.concat([Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]), point(x), Buffer.from([0x22]), point(y)]);
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, key]);
    const data = this.#data(faults, 0x40, attested);
    // CBOR: {"fmt": "none", "attStmt": {}, "authData": data}
    const object = Buffer.concat([
      Buffer.from([0xa3, 0x63]), Buffer.from('fmt'), Buffer.from([0x64]), Buffer.from('none'),
      Buffer.from([0x67]), Buffer.from('attStmt'), Buffer.from([0xa0]),
      Buffer.from([0x68]), Buffer.from('authData'), Buffer.from([0x59, data.length >> 8, data.length & 0xff]), data,
    ]);
    return {
      ...this.#credential(),
      response: { clientDataJSON: url(this.#client('webauthn.create', challenge, faults)), attestationObject: url(object), transports: ['internal'] },
    };
  }

  shown(challenge: string, faults: PasskeyFaults = {}) {
    this.counter += 1;
    const data = this.#data(faults, 0);
    const client = this.#client('webauthn.get', challenge, faults);
    const signature = createSign('sha256').update(Buffer.concat([data, sha256(client)])).sign(this.#keys.privateKey);
    return {
      ...this.#credential(),
      response: { clientDataJSON: url(client), authenticatorData: url(data), signature: url(signature), userHandle: null },
    };
  }

  #credential() {
    return { id: url(this.id), rawId: url(this.id), type: 'public-key' as const, authenticatorAttachment: 'platform' as const, clientExtensionResults: {} };
  }

  #client(type: string, challenge: string, { origin = this.origin }: PasskeyFaults): string {
    return JSON.stringify({ type, challenge, origin, crossOrigin: false });
  }

  #data({ rpId = new URL(this.origin).hostname, verified = true, counter = this.counter }: PasskeyFaults, flags: number, attested = Buffer.alloc(0)): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([0x01 | (verified ? 0x04 : 0) | flags]), count, attested]);
  }
}
