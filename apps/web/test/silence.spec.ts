import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sharingStandingRoutes } from '@concordat/contracts-protocol';
import { boot, type RunningWeb } from '../src/boot.js';
import { Browser } from './browser.js';
import { people, problem, SmallRegistry, type Reply } from './small-registry.js';
import { webSettings } from './web-settings.js';

const SAYS = 'Concordat cannot tell at the moment which agreements hold';

describe('a page while partnership-registry is silent', () => {
  let registry: SmallRegistry;
  let address: string;
  let reply: Reply;
  const opened: RunningWeb[] = [];
  beforeAll(async () => {
    registry = new SmallRegistry();
    address = await registry.start();
    registry.on(sharingStandingRoutes('referrals').standing, () => reply);
  });
  afterAll(async () => {
    for (const web of opened) await web.close();
    await registry.stop();
  });

  /** A page of somebody who is signed in, on a web that has asked nothing yet. */
  const shown = async (standing: Reply, path = '/account'): Promise<string> => {
    reply = standing;
    const web = await boot(webSettings(address));
    opened.push(web);
    const browser = new Browser(web.url);
    if (path !== '/sign-in') await browser.signIn(people.mary);
    return (await browser.get(path)).text;
  };
  const standing = (ownAlone: boolean): Reply => ({ status: 200, body: { ownAlone, heardAt: null } });

  it('says that it shows what one’s own agency holds alone, on pages that are not found as on others', async () => {
    for (const path of ['/account', '/nothing']) expect(await shown(standing(true), path)).toContain(SAYS);
  });

  it('says nothing of it to whoever is not signed in, when agreements count, or when nobody can be asked', async () => {
    expect(await shown(standing(true), '/sign-in')).not.toContain(SAYS);
    expect(await shown(standing(false))).not.toContain(SAYS);
    expect(await shown(problem(503, 'unavailable'))).not.toContain(SAYS);
  });
});
