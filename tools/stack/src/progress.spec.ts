import { describe, expect, it } from '@jest/globals';
import { progressOn } from './progress.js';

function written(): { stream: { write(text: string): void }; text: () => string } {
  let all = '';
  return { stream: { write: (part) => void (all += part) }, text: () => all.replaceAll(/\d+\.\d s/g, 'N s') };
}

describe('progress', () => {
  it('is a line a step, with what came of it', async () => {
    const { stream, text } = written();
    const progress = progressOn(stream);
    await progress.step('Starting Redis', (say) => {
      say('port 1234');
      return Promise.resolve();
    });
    expect(text()).toBe('  Starting Redis … done in N s, port 1234\n');
  });

  it('keeps notes apart from the step that they come in', async () => {
    const { stream, text } = written();
    const progress = progressOn(stream);
    await progress.step('Loading the demo', () => {
      progress.note('agencies');
      return Promise.resolve();
    });
    expect(text()).toBe('  Loading the demo … \n  agencies\n  Loading the demo: done in N s\n');
  });

  it('says that a step failed', async () => {
    const { stream, text } = written();
    await expect(progressOn(stream).step('Starting', () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(text()).toBe('  Starting … failed\n');
  });
});
