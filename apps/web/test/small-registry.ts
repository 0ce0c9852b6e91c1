import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import * as registry from '@concordat/contracts-partnership-registry';
import { readsRoutes, SERVICE_NAMES, type Role, type RouteDefinition } from '@concordat/contracts-protocol';

/** An answer with status and body, as a service sends it. */
export interface Reply {
  status: number;
  body?: unknown;
  /** Sent in place of JSON, as a broken service would. */
  raw?: string;
}

export interface Asked {
  params: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
  headers: Record<string, string | string[] | undefined>;
}

interface Person {
  id: string;
  name: string;
  email: string;
  password: string;
  stage: registry.SessionStage;
  memberships: { id: string; agencyId: string; agencyName: string; partnershipId: string; partnershipName: string; roles: Role[]; deputyFor: string | null }[];
}

interface OpenSession {
  person: Person;
  stage: Person['stage'];
  acting: string | null;
}

export const problem = (status: number, code: string, more: Record<string, unknown> = {}): Reply => ({
  status,
  body: { type: `urn:concordat:problem:${code}`, title: code, status, code, instance: 'trace', ...more },
});

const membership = (agencyName: string, roles: Person['memberships'][number]['roles']) => ({
  id: randomUUID(),
  agencyId: randomUUID(),
  agencyName,
  partnershipId: randomUUID(),
  partnershipName: 'Blaby and Hinckley & Bosworth',
  deputyFor: null,
  roles,
});

const person = (name: string, stage: Person['stage'], memberships: Person['memberships']): Person => ({
  id: randomUUID(),
  name,
  email: `${name.split(' ')[0]?.toLowerCase() ?? ''}@example.org`,
  password: 'three random words',
  stage,
  memberships,
});

/** In every token with which services are called, so that it is found wherever it should not be. */
export const SERVICE_TOKEN = 'service-token-for-';
const TOKENS = Object.fromEntries(SERVICE_NAMES.map((service) => [service, `${SERVICE_TOKEN}${service}`]));

/** People of the small registry: one membership, two, a second factor to give, one who works on no case, and a second factor to set up. */
export const people = {
  mary: person('Mary Okafor', 'ready', [membership('Blaby District Council', ['coordinator'])]),
  tom: person('Tom Birch', 'ready', [membership('Hinckley Academy', ['practitioner']), membership('Leicestershire Police', ['practitioner', 'manager'])]),
  ana: person('Ana Silva', 'second-factor', [membership('Leicestershire Police', ['practitioner'])]),
  ada: person('Ada Field', 'ready', [membership('Blaby District Council', ['administrator'])]),
  mo: person('Mo Two', 'ready', [membership('Leicestershire Police', ['practitioner'])]),
  leo: person('Leo Marsh', 'set-up-second-factor', [membership('Leicestershire Police', ['practitioner'])]),
};

type Handler = (asked: Asked) => Reply;

/**
 * A small HTTP server that speaks the registry's contract of sessions, with routes of other services added by a spec:
 * for the web's own way with answers and errors. The real services take part in the journeys of web-e2e.
 */
export class SmallRegistry {
  readonly sessions = new Map<string, OpenSession>();
  readonly calls: string[] = [];
  backupCodes: string[] = [];
  /** By another window, at the same moment as they are made here. */
  codesMadeMeanwhile = false;
  private readonly routes: { method: string; pattern: RegExp; handler: Handler }[] = [];
  private readonly server = createServer((request, response) => void this.serve(request, response));

  constructor() {
    this.answerSessions();
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Answers `route` with what `handler` says; the newest wins. */
  on(route: RouteDefinition, handler: Handler): void {
    const pattern = new RegExp(`^${route.path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
    this.routes.unshift({ method: route.method, pattern, handler });
  }

  /** Answers what is asked together as it answers each. */
  answerReads(): void {
    const { reads } = readsRoutes('jag-cases');
    this.on(reads, ({ body, headers }) => {
      const answers = (reads.body?.parse(body).paths ?? []).map((path) => this.replyTo('GET', new URL(path, 'http://registry'), undefined, headers));
      return { status: 200, body: { answers: answers.map(({ status, body: answered }) => ({ status, body: answered })) } };
    });
  }

  private answerSessions(): void {
    const guarded = (handler: (session: OpenSession, token: string, asked: Asked) => Reply): Handler => (asked) => {
      const token = String(asked.headers.authorization).replace('Session ', '');
      const session = this.sessions.get(token);
      return session === undefined ? problem(401, 'not-signed-in') : handler(session, token, asked);
    };
    const answer = ({ stage }: OpenSession, token: string) => ({ token, stage, expiresAt: '2027-01-01T00:00:00.000Z' });
    this.on(registry.readInstallation, () => ({ status: 200, body: { awaitsSetUp: false } }));
    this.on(registry.signIn, ({ body }) => {
      const given = registry.signIn.body?.parse(body);
      const found = Object.values(people).find(({ email, password }) => email === given?.email && password === given.password);
      if (found === undefined) return problem(401, 'wrong-credentials');
      const token = randomUUID();
      const only = found.memberships.length === 1 ? (found.memberships[0]?.id ?? null) : null;
      const session = { person: found, stage: found.stage, acting: only };
      this.sessions.set(token, session);
      return { status: 201, body: answer(session, token) };
    });
    this.on(registry.giveSecondFactor, guarded((session, token, { body }) => {
      if (registry.giveSecondFactor.body?.parse(body).code !== '123456') return problem(401, 'wrong-code');
      session.stage = session.stage === 'set-up-second-factor' ? 'keep-backup-codes' : 'ready';
      return { status: 200, body: answer(session, token) };
    }));
    this.on(registry.giveBackupCode, guarded((session, token, { body }) => {
      const code = registry.giveBackupCode.body?.parse(body).code ?? '';
      if (!this.backupCodes.includes(code)) return problem(401, 'wrong-code');
      this.backupCodes = this.backupCodes.filter((other) => other !== code);
      session.stage = 'ready';
      return { status: 200, body: answer(session, token) };
    }));
    this.on(registry.readSecondFactor, guarded(({ person: { stage } }) => ({
      status: 200,
      body: { on: stage !== 'ready', backupCodesLeft: stage === 'ready' ? 0 : this.backupCodes.length },
    })));
    this.on(registry.keepBackupCodes, guarded((session) => {
      session.stage = 'ready';
      return { status: 200, body: { kept: true } };
    }));
    this.on(registry.makeBackupCodes, guarded((session, _token, { body }) => {
      const password = registry.makeBackupCodes.body?.parse(body).password;
      if (password !== (session.stage === 'ready' ? session.person.password : null)) return problem(401, 'wrong-credentials');
      if (this.codesMadeMeanwhile) return problem(422, 'backup-codes-changed', { detail: 'Your backup codes were changed at the same moment. Make new ones' });
      session.stage = 'keep-backup-codes';
      this.backupCodes = ['k3m7q-2xd9p', 'p9raw-4tnc8'];
      return { status: 200, body: { codes: this.backupCodes } };
    }));
    this.on(registry.beginSecondFactor, guarded((session, _token, { body }) =>
      registry.beginSecondFactor.body?.parse(body).password === session.person.password
        ? { status: 200, body: { uri: 'otpauth://totp/Concordat:leo?secret=JBSWY3DPEHPK3PXP&issuer=Concordat' } }
        : problem(401, 'wrong-credentials'),
    ));
    this.on(registry.currentSession, guarded(({ person: { id, name, email, memberships }, stage, acting }) => ({
      status: 200,
      body: { stage, secondFactors: stage === 'second-factor' ? ['app' as const] : [], hasPassword: stage === 'set-up-second-factor' ? true : null, user: { id, name, email }, acting, memberships, tokens: acting === null || stage !== 'ready' ? null : TOKENS, expiresAt: '2027-01-01T00:00:00.000Z' },
    })));
    this.on(registry.actAs, guarded((session, _token, { body }) => {
      session.acting = registry.actAs.body?.parse(body).membershipId ?? null;
      return { status: 200, body: { acting: session.acting } };
    }));
    this.on(registry.issueTokens, guarded((_session, _token, { body }) => ({
      status: 200,
      body: { tokens: Object.fromEntries(registry.issueTokens.body?.parse(body).audiences.map((audience) => [audience, `${SERVICE_TOKEN}${audience}`]) ?? []), expiresAt: '2027-01-01T00:00:00.000Z' },
    })));
    this.on(registry.signOut, guarded((_session, token) => {
      this.sessions.delete(token);
      return { status: 200, body: { ended: true } };
    }));
    this.answerReads();
    this.routes.push({ method: 'GET', pattern: /^\/health\/ready$/, handler: () => ({ status: 200, body: { status: 'ready' } }) });
  }

  private replyTo(asked: string, address: URL, body: unknown, headers: Asked['headers']): Reply {
    const route = this.routes.find(({ method, pattern }) => method === asked && pattern.test(address.pathname));
    const params = { ...route?.pattern.exec(address.pathname)?.groups };
    return route?.handler({ params, query: Object.fromEntries(address.searchParams), body, headers }) ?? problem(404, 'not-found');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
    const text = Buffer.concat(chunks).toString();
    const address = new URL(request.url ?? '/', 'http://registry');
    this.calls.push(`${request.method ?? ''} ${address.pathname}`);
    const reply = this.replyTo(request.method ?? '', address, text === '' ? undefined : JSON.parse(text), request.headers);
    response.writeHead(reply.status, { 'content-type': reply.raw === undefined ? 'application/json' : 'text/html' });
    response.end(reply.raw ?? JSON.stringify(reply.body));
  }
}
