import type { ServiceName } from '@concordat/contracts-protocol';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, RouteOptions } from 'fastify';
import type { Rule, StatedEndpoint } from './endpoint.js';

/** One route that the server answers, with who may call it. */
export interface StatedRule {
  method: string;
  path: string;
  rule: Rule;
}

/** A route without a rule, or one that is not what its contract says: the service does not start. */
export class UnstatedRouteError extends Error {
  constructor(method: string, path: string, fault: string) {
    super(`${method} ${path} ${fault}`);
    this.name = 'UnstatedRouteError';
  }
}

const tables = new WeakMap<object, RouteTable>();

/** Every route that Fastify really serves, seen as it is registered: the truth, not what someone listed. */
export class RouteTable {
  private readonly stated: StatedRule[] = [];
  private readonly limited: StatedRule[] = [];
  private readonly served: { method: string; pattern: RegExp }[] = [];
  readonly endpoints: StatedEndpoint[] = [];

  constructor(private readonly service: ServiceName) {}

  /** Watches `instance`; routes that are registered before are not seen. */
  watch(instance: FastifyInstance): void {
    tables.set(instance, this);
    instance.addHook('onRoute', (route) => this.add(route));
  }

  private add(route: RouteOptions): void {
    for (const method of [route.method].flat()) {
      const path = route.url;
      if (route.config?.platform) {
        this.stated.push({ method, path, rule: 'public' });
      } else {
        const endpoint = route.config?.endpoint;
        if (!endpoint) throw new UnstatedRouteError(method, path, 'has no rule: declare it with @Endpoint(route, rule)');
        const { route: contract, rule } = endpoint;
        if (contract.service !== this.service) throw new UnstatedRouteError(method, path, `is a route of ${contract.service}, not of ${this.service}`);
        if (contract.path !== path || contract.method !== method) {
          throw new UnstatedRouteError(method, path, `is not the contract's ${contract.method} ${contract.path}: leave out the controller's prefix`);
        }
        if (typeof rule === 'object' && rule.roles.length === 0) throw new UnstatedRouteError(method, path, 'names no role: nobody could call it');
        this.stated.push({ method, path, rule });
        this.endpoints.push(endpoint);
        if (contract.mostBytes !== undefined) route.bodyLimit = contract.mostBytes;
        if (route.config?.rateLimit) this.limited.push({ method, path, rule });
      }
      this.served.push({ method, pattern: patternOf(path) });
    }
  }

  /** @throws UnstatedRouteError when a route has a rate limit, which replicas could not share without Redis */
  refuseLimits(): void {
    const [limited] = this.limited;
    if (limited) throw new UnstatedRouteError(limited.method, limited.path, 'has a rate limit, which needs the option "redis"');
  }

  get rules(): readonly StatedRule[] {
    return this.stated;
  }

  /** Methods that the address of `url` takes; empty when there is no such address. */
  methodsOf(url: string): string[] {
    const path = url.split(/[?#]/, 1)[0] ?? '';
    return [...new Set(this.served.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))].sort();
  }
}

function patternOf(path: string): RegExp {
  const parts = path.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${parts.join('/')}$`);
}

/** Every route of `app` with its rule, for a test that compares them with a written list. */
export function statedRules(app: NestFastifyApplication): readonly StatedRule[] {
  const table = tables.get(app.getHttpAdapter().getInstance());
  if (!table) throw new Error('statedRules() wants an application that createHttpApp() made');
  return [...table.rules].sort((a, b) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`, 'en'));
}
