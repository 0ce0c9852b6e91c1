import { setTimeout as pause } from 'node:timers/promises';
import { currentSession, issueTokens, signIn } from '@concordat/contracts-partnership-registry';
import { SERVICE_NAMES, type CallOf, type OutputOf, type RouteDefinition, type ServiceName } from '@concordat/contracts-protocol';
import { callService, PASSWORD, PEOPLE, Refused, type CallOptions, type PersonKey } from '@concordat/tool-demo';

type Addresses = Readonly<Record<ServiceName, string>>;
type Issued = OutputOf<typeof issueTokens>;

/** Longest time for one request, and longest that a caller goes on asking, in milliseconds. */
const REQUEST = 12_000;
const PATIENCE = 180_000;
/** A token is not used in its last seconds. */
const SPARE = 10_000;

/** Nobody answered for so long that the caller gave up. */
export class Unanswered extends Error {}

/** What a service may say while it cannot serve, or before it knows who asks: asked again, the answer may be another. */
const passing = (error: unknown): boolean => !(error instanceof Refused) || error.status >= 500 || [401, 403, 408, 429].includes(error.status);

/** @throws Unanswered when nobody answered, and what `ask` fails by when that is a refusal for good */
async function patiently<T>(ask: (tries: number) => Promise<T>): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask(tries);
    } catch (error) {
      if (!passing(error)) throw error;
      if (Date.now() > end) throw new Unanswered(error instanceof Error ? error.message : String(error));
    }
    await pause(Math.min(100 * 2 ** Math.min(tries, 5), 2_000));
  }
}

/** A person of the demo who goes on asking until somebody answers, as a browser's user would. */
export class Caller {
  #issued: Issued | null = null;
  #turn = 0;

  private constructor(
    private readonly addresses: (turn: number) => Addresses,
    private readonly session: string,
    readonly userId: string,
    readonly agencyId: string,
  ) {}

  static async open(addresses: (turn: number) => Addresses, key: PersonKey): Promise<Caller> {
    const { email } = PEOPLE[key];
    const { token } = await patiently(() => callService(addresses(0), signIn, { body: { email, password: PASSWORD } }, null, { within: REQUEST }));
    const { user, memberships } = await patiently(() => callService(addresses(0), currentSession, {}, `Session ${token}`, { within: REQUEST }));
    const [membership] = memberships;
    if (membership === undefined) throw new Error(`${email} works for nobody`);
    return new Caller(addresses, token, user.id, membership.agencyId);
  }

  /**
   * Asks until there is an answer, at one replica after the other; a change with the same idempotency key each time.
   * @throws Refused when the answer is a refusal for good
   * @throws Unanswered when there was none
   */
  async ask<Route extends RouteDefinition>(route: Route, input: CallOf<Route>, options: CallOptions = {}, onTry: (count: number) => void = () => undefined): Promise<OutputOf<Route>> {
    return patiently(async (tries) => {
      this.#turn += 1;
      onTry(tries);
      try {
        return await callService(this.addresses(this.#turn), route, input, `Bearer ${await this.#token(route.service)}`, { within: REQUEST, ...options });
      } catch (error) {
        if (error instanceof Refused && error.status === 401) this.#issued = null;
        throw error;
      }
    });
  }

  async #token(service: ServiceName): Promise<string> {
    if (this.#issued === null || Date.parse(this.#issued.expiresAt) - SPARE < Date.now()) {
      this.#issued = await callService(this.addresses(this.#turn), issueTokens, { body: { audiences: [...SERVICE_NAMES] } }, `Session ${this.session}`, { within: REQUEST });
    }
    const token = this.#issued.tokens[service];
    if (token === undefined) throw new Error(`The registry issued no token for ${service}`);
    return token;
  }
}
