import { ROLES } from '@concordat/contracts-protocol';
import { statedRules } from '@concordat/platform-http';
import { everyRouteRefusesBadInput } from '@concordat/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { casework, type World } from './world.js';

describe('every route of casework', () => {
  let world: World;
  beforeAll(async () => {
    world = await casework();
  });
  afterAll(() => world.close());

  it('states who may call it', () => {
    const rules = statedRules(world.service.app.app);
    expect(rules.length).toBeGreaterThan(30);
    expect(rules.filter((rule) => rule.rule === 'public').map((rule) => rule.path)).toEqual([
      '/.well-known/authzen-configuration', '/access/v1/evaluation', '/access/v1/evaluations', '/health/live', '/health/ready', '/metrics', '/openapi.json',
    ]);
  });

  it('refuses bad input with a problem of its own', async () => {
    const openapi: unknown = await (await fetch(`${world.service.url}/openapi.json`)).json();
    const everything = await world.member(world.agencies.council, [...ROLES]);
    const { routes } = await everyRouteRefusesBadInput({ openapi, url: world.service.url, tokenFor: () => world.service.surroundings.tokens.tokenFor(everything, 'jag-cases') });
    expect(routes.length).toBeGreaterThan(30);
  });
});
