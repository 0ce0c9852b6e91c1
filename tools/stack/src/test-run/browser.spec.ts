import { describe, expect, it } from '@jest/globals';
import { browserProgram } from './browser.js';

describe('the browser of the journeys', () => {
  it('is the one that is named, before any on the path', () => {
    expect(browserProgram({ CHROMIUM_PATH: process.execPath, PATH: '/none' })).toBe(process.execPath);
    expect(() => browserProgram({ CHROMIUM_PATH: '/none/chromium', PATH: process.env['PATH'] })).toThrow('CHROMIUM_PATH is /none/chromium');
  });

  it('is asked for when there is none', () => {
    for (const none of [undefined, '']) expect(() => browserProgram({ CHROMIUM_PATH: none, PATH: '/none' })).toThrow('there is no chromium on this machine');
  });
});
