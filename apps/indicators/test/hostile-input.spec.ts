import { role } from '@concordat/contracts-protocol';
import { everyRouteRefusesBadInput } from '@concordat/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestIndicators } from './indicators.js';
import { streetFile, Workspace } from './workspace.js';

let indicators: TestIndicators;
let workspace: Workspace;
beforeAll(async () => {
  indicators = await TestIndicators.start();
  workspace = await Workspace.make();
});
afterAll(async () => {
  await indicators.close();
  await workspace.remove();
});

it('is refused by every route with a 4xx, and never a 5xx', async () => {
  const partnership = await indicators.aPartnership();
  await indicators.command('import', 'police-uk', await workspace.file('october.csv', streetFile([{}])));
  const member = await indicators.aMember(partnership.id, partnership.councilId, [...role.options]);
  const openapi: unknown = await (await fetch(`${indicators.service.url}/openapi.json`)).json();
  const report = await everyRouteRefusesBadInput({
    openapi, url: indicators.service.url, tokenFor: () => indicators.service.surroundings.tokens.tokenFor(member, 'indicators'),
  });
  expect(report.routes.length).toBeGreaterThanOrEqual(8);
});
