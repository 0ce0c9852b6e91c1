import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { issueToken, publicTokenKey } from '@concordat/platform-auth';
import { bootService, type Running } from '@concordat/platform-service';
import { client, type Member, type RouteClient, type TestService } from '@concordat/testing';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { program } from '../src/program.js';

/** Issues tokens as the registry does, by a key that can be changed: what it signs with, and the keys that it shows. */
export class Issuer {
  readonly #server: Server;

  private constructor(
    public signing: JWK,
    public shown: JWK[],
  ) {
    this.#server = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: this.shown.map(publicTokenKey) })));
  }

  static async start(): Promise<Issuer> {
    const key = await tokenKey('before');
    const issuer = new Issuer(key, [key]);
    issuer.#server.listen(0, '127.0.0.1');
    await once(issuer.#server, 'listening');
    return issuer;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The issuer has no port');
    return `http://127.0.0.1:${address.port}`;
  }

  async tokenFor({ userId, sessionId, membershipId, partnershipId }: Member): Promise<string> {
    return (await issueToken(this.signing, 'jag-cases', { sub: userId, sid: sessionId, mid: membershipId, pid: partnershipId })).token;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** Requests that are answered by either while there are both. */
const BESIDE = 12;

export async function tokenKey(kid: string): Promise<JWK> {
  return { ...(await exportJWK((await generateKeyPair('EdDSA', { extractable: true })).privateKey)), kid };
}

/** The service as a balancer has it: whoever follows is there, and is asked too, before the one before stops. */
export class Replicas {
  #serving: Running[] = [];
  #asked = 0;
  readonly #underWay = new Map<Running, number>();

  constructor(
    private readonly service: TestService<Running>,
    private readonly issuer: Issuer,
  ) {}

  /** Begins one with these settings, lets both serve for a while, and stops the one before. */
  async restart(settings: Readonly<Record<string, string>>): Promise<void> {
    const [before] = this.#serving;
    this.#serving.push(await bootService(program, { ...this.service.env, CONCORDAT_REGISTRY_URL: this.issuer.url, ...settings }));
    if (before === undefined) return;
    const until = this.#asked + BESIDE;
    while (this.#asked < until) await pause(5);
    await this.#stop(before);
  }

  /** Does something at whichever is next. */
  async at<T>(member: Member, work: (as: RouteClient) => Promise<T>): Promise<T> {
    const replica = this.#serving[this.#asked++ % this.#serving.length];
    if (replica === undefined) throw new Error('Nobody serves');
    this.#underWay.set(replica, (this.#underWay.get(replica) ?? 0) + 1);
    try {
      return await work(client(replica.url, () => this.issuer.tokenFor(member)));
    } finally {
      this.#underWay.set(replica, (this.#underWay.get(replica) ?? 1) - 1);
    }
  }

  async close(): Promise<void> {
    for (const replica of [...this.#serving]) await this.#stop(replica);
  }

  /** As a balancer does: nothing new is sent there, and what is under way ends. */
  async #stop(replica: Running): Promise<void> {
    this.#serving = this.#serving.filter((one) => one !== replica);
    while ((this.#underWay.get(replica) ?? 0) > 0) await pause(5);
    await replica.close();
  }
}
