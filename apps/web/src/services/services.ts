import { Injectable } from '@nestjs/common';
import { issueTokens } from '@concordat/contracts-partnership-registry';
import { SERVICE_NAMES, type OutputOf, type RouteDefinition, type ServiceName } from '@concordat/contracts-protocol';
import { NotAllowedError, NotSignedInError } from '@concordat/platform-errors';
import { currentVisit, type Visit } from '../session/visit.js';
import { Reads } from './reads.js';
import { Transport, type CallInput } from './transport.js';

type Tokens = Partial<Record<ServiceName, string>>;

/**
 * Calls the services as the person who is signed in:
 * `await this.services.call(readCase, { params: { caseId } })`.
 * The session came with the tokens of a page, whatever number of services the page asks.
 */
@Injectable()
export class Services {
  private readonly tokens = new WeakMap<Visit, Promise<Tokens>>();

  constructor(
    private readonly transport: Transport,
    private readonly reads: Reads,
  ) {}

  /** @throws the typed errors of platform-errors, which the pages' error filter and forms understand */
  async call<Route extends RouteDefinition>(route: Route, input: CallInput<Route>): Promise<OutputOf<Route>> {
    const visit = currentVisit();
    try {
      return await this.callAs(visit, route, input);
    } catch (error) {
      if (!(error instanceof NotSignedInError) || route.service === 'partnership-registry') throw error;
      // The session held as the page began: the minute of the token may be over.
      this.tokens.delete(visit);
      return this.callAgain(visit, route, input);
    }
  }

  private async callAs<Route extends RouteDefinition>(visit: Visit, route: Route, input: CallInput<Route>): Promise<OutputOf<Route>> {
    const token = (await this.tokensOf(visit))[route.service];
    if (token === undefined) throw new NotSignedInError();
    const authorization = `Bearer ${token}`;
    return route.method === 'GET' ? this.reads.ask(visit, route, input, authorization) : this.transport.send(route, input, authorization);
  }

  /** Signing in again would help nobody whose membership the service does not know: they are told so. */
  private async callAgain<Route extends RouteDefinition>(visit: Visit, route: Route, input: CallInput<Route>): Promise<OutputOf<Route>> {
    await this.tokensOf(visit);
    try {
      return await this.callAs(visit, route, input);
    } catch (error) {
      if (error instanceof NotSignedInError) throw new NotAllowedError('Your access has ended, or is still being set up. Try again in a minute.');
      throw error;
    }
  }

  private tokensOf(visit: Visit): Promise<Tokens> {
    const asked = this.tokens.get(visit) ?? this.first(visit);
    this.tokens.set(visit, asked);
    return asked;
  }

  /** They came with the session, unless the page itself has just signed somebody in. */
  private first(visit: Visit): Promise<Tokens> {
    const tokens = visit.session?.tokens ?? null;
    return tokens === null ? this.issue(visit) : Promise.resolve(tokens);
  }

  private async issue(visit: Visit): Promise<Tokens> {
    if (visit.token === null) throw new NotSignedInError();
    const issued = await this.transport.send(issueTokens, { body: { audiences: [...SERVICE_NAMES] } }, `Session ${visit.token}`);
    return issued.tokens;
  }
}
