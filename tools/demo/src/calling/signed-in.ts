import { actAs, currentSession, issueTokens, signIn, signOut } from '@concordat/contracts-partnership-registry';
import { SERVICE_NAMES, type CallOf, type OutputOf, type RouteDefinition, type ServiceName } from '@concordat/contracts-protocol';
import type { DemoEnvironment } from '../environment.js';
import { until } from './patience.js';
import { callService, Refused } from './service-call.js';

type Services = DemoEnvironment['services'];
type Issued = OutputOf<typeof issueTokens>;

/** A token is not used in its last seconds: it may run out on the way. */
const SPARE_MS = 15_000;

/** A person of the demo at work: what they do goes through the services, with the rights that they have there. */
export class SignedIn {
  #issued: Promise<Issued> | null = null;

  private constructor(
    private readonly services: Services,
    private readonly session: string,
    readonly userId: string,
    readonly memberships: OutputOf<typeof currentSession>['memberships'],
  ) {}

  /** null when e-mail address and password do not belong together. */
  static async open(services: Services, credentials: { email: string; password: string }): Promise<SignedIn | null> {
    try {
      const { token, stage } = await callService(services, signIn, { body: credentials }, null);
      if (stage !== 'ready') throw new Error(`${credentials.email} would need a second factor to load the demo`);
      const { user, memberships } = await callService(services, currentSession, {}, `Session ${token}`);
      const [first] = memberships;
      if (first !== undefined) await callService(services, actAs, { body: { membershipId: first.id } }, `Session ${token}`);
      return new SignedIn(services, token, user.id, memberships);
    } catch (error) {
      if (error instanceof Refused && error.code === 'wrong-credentials') return null;
      throw error;
    }
  }

  /** Whether e-mail address and password belong together, whatever else the account needs to sign in. */
  static async knows(services: Services, credentials: { email: string; password: string }): Promise<boolean> {
    try {
      const { token } = await callService(services, signIn, { body: credentials }, null);
      await callService(services, signOut, {}, `Session ${token}`);
      return true;
    } catch (error) {
      if (error instanceof Refused && error.code === 'wrong-credentials') return false;
      throw error;
    }
  }

  /** Calls as this person. A service that has not heard of their membership yet is waited for. */
  async call<Route extends RouteDefinition>(route: Route, input: CallOf<Route>): Promise<OutputOf<Route>> {
    const { answer } = await until(`${route.service} should know the membership of who calls ${route.path}`, async () => {
      try {
        return { answer: await callService(this.services, route, input, `Bearer ${await this.#token(route.service)}`) };
      } catch (error) {
        const unknown = error instanceof Refused && (error.code === 'not-signed-in' || error.code === 'access-ended');
        if (unknown && route.service !== 'partnership-registry') return null;
        throw error;
      }
    });
    return answer;
  }

  async leave(): Promise<void> {
    await callService(this.services, signOut, {}, `Session ${this.session}`);
  }

  async #token(service: ServiceName): Promise<string> {
    const kept = await this.#issued;
    if (kept === null || Date.parse(kept.expiresAt) - SPARE_MS < Date.now()) {
      this.#issued = callService(this.services, issueTokens, { body: { audiences: [...SERVICE_NAMES] } }, `Session ${this.session}`);
    }
    const token = (await this.#issued)?.tokens[service];
    if (token === undefined) throw new Error(`The registry issued no token for ${service}`);
    return token;
  }
}
