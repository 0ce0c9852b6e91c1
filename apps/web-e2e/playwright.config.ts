import { defineConfig, devices } from '@playwright/test';
import { patient } from './src/patience.js';

const executablePath = process.env.CONCORDAT_CHROMIUM ?? process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const DESKTOP = { width: 1280, height: 900 };
const SIDE_DOOR = '**/side-door.journey.ts';
const BEGINNING = '**/beginning.journey.ts';
const AFTERWARDS = [SIDE_DOOR, BEGINNING];

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
    launchOptions: { executablePath, args: ['--no-sandbox'] },
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
