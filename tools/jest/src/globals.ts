import type * as Jest from '@jest/globals';

const NAMES = ['describe', 'it', 'test', 'expect', 'jest', 'beforeAll', 'beforeEach', 'afterAll', 'afterEach'] as const;
type Globals = Pick<typeof Jest, (typeof NAMES)[number]>;

let current: Globals | undefined;

/** The globals of the file whose tests are about to be declared. */
export function giveGlobals(globals: Globals): void {
  current = globals;
}

/** Looked up when it is used: a module that several files share has the globals of the file that runs. */
function follow(name: keyof Globals): object {
  const found = (): object => {
    if (current === undefined) throw new Error(`${name} is for tests, and none are being run`);
    return current[name];
  };
  return new Proxy(() => undefined, {
    apply: (_target, _self, values): unknown => Reflect.apply(found() as () => unknown, undefined, values),
    get: (_target, key): unknown => Reflect.get(found(), key),
  });
}

/** What specifications have for `@jest/globals`. */
export const { describe, it, test, expect, jest, beforeAll, beforeEach, afterAll, afterEach } = Object.fromEntries(NAMES.map((name) => [name, follow(name)])) as Globals;
