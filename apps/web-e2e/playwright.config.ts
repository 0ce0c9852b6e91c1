import { defineConfig, devices } from '@playwright/test';
import { patient } from './src/patience.js';

const executablePath = process.env.CONCORDAT_CHROMIUM ?? process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const DESKTOP = { width: 1280, height: 900 };
const SIDE_DOOR = '**/side-door.journey.ts';
const BEGINNING = '**/beginning.journey.ts';
const AFTERWARDS = [SIDE_DOOR, BEGINNING];

/** Chromium makes two pages of its own for the address bar of each window, a third of all that it does. Nobody sees them here. */
const ADDRESS_BAR = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];
/** What Playwright turns off for steady pages and a browser that calls nobody, named again since the last list counts alone. */
const BY_PLAYWRIGHT = [
  'AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding',
  'ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch',
];

/** Journeys in a real browser: all at a desktop; those marked also on a phone that runs no JavaScript. */
export default defineConfig({
  testDir: 'src/journeys',
  testMatch: '**/*.journey.ts',
  outputDir: 'test-results/runs',
  globalSetup: './src/stack/start-stack.ts',
  timeout: patient(180_000),
  expect: { timeout: patient(10_000) },
  forbidOnly: true,
  // A journey that passes only when tried again has a fault.
  retries: 0,
  workers: 2,
  reporter: 'list',
  use: {
    actionTimeout: patient(15_000),
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    // Recording takes a third of the time: to follow a journey that fails, run it with `--trace retain-on-failure`.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath, args: ['--no-sandbox', `--disable-features=${[...ADDRESS_BAR, ...BY_PLAYWRIGHT].join(',')}`] },
  },
  projects: [
    { name: 'desktop', testIgnore: AFTERWARDS, use: { viewport: DESKTOP } },
    { name: 'phone', grep: /@phone/, testIgnore: AFTERWARDS, use: { ...devices['Pixel 7'], javaScriptEnabled: false } },
    // After all others: what they left behind is looked through too.
    { name: 'side door', testMatch: SIDE_DOOR, dependencies: ['desktop', 'phone'] },
    // Beside it, since it starts a stack of its own: by then a worker has nothing else to do.
    { name: 'beginning', testMatch: BEGINNING, dependencies: ['desktop', 'phone'], use: { viewport: DESKTOP } },
  ],
});
