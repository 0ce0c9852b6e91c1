import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeptTerminal, Workspace } from '../../test/workspace.js';
import { runCommand } from './program.js';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.make();
});
afterAll(() => workspace.remove());

async function run(...words: string[]): Promise<{ status: number; printed: string; errors: string[] }> {
  const terminal = new KeptTerminal();
  const status = await runCommand(words, terminal);
  return { status, printed: terminal.printed, errors: terminal.errors };
}

describe('compare', () => {
  const compare = async (...words: string[]): Promise<unknown> => JSON.parse((await run('compare', ...words)).printed);

  it('prints the change, the statistic, the movement and the travel', async () => {
    expect((await run('compare', '--unit', 'count', '--polarity', 'lower', '4631', '4252')).printed).toBe('{"change":-8.2,"z":-4.02,"movement":"down","travel":"improving"}\n');
  });

  it('takes exposures and denominators in any place', async () => {
    const level = { change: 0, z: 0, movement: 'level', travel: 'level' };
    expect(await compare('--exposure', '28', '31', '--unit', 'count', '--polarity', 'lower', '2800', '3100')).toEqual(level);
    expect(await compare('2800', '3100', '--unit', 'rate', '--polarity', 'context', '--exposure', '28', '31')).toEqual(level);
    expect(await compare('15', '30', '--unit', 'percentage', '--denominators', '100', '100', '--polarity', 'context')).toEqual({ change: 100, z: 2.54, movement: 'up', travel: 'changed' });
  });

  it('compares other values by a tolerance, below nought too', async () => {
    expect(await compare('--unit', 'other', '--polarity', 'higher', '100', '104')).toEqual({ change: 4, z: null, movement: 'level', travel: 'level' });
    expect(await compare('--unit', 'other', '--polarity', 'higher', '--tolerance', '3', '100', '104')).toMatchObject({ movement: 'up', travel: 'improving' });
    expect(await compare('--unit', 'rate', '--polarity', 'lower', '-10', '-8')).toEqual({ change: 20, z: null, movement: 'up', travel: 'worsening' });
    expect(await compare('--unit', 'percentage', '--polarity', 'lower', '0', '0.1')).toEqual({ change: null, z: null, movement: 'up', travel: 'worsening' });
  });

  it.each([
    ['--unit', 'count', '--polarity', 'lower', '1'],
    ['--unit', 'count', '--polarity', 'sideways', '1', '2'],
    ['--unit', 'count', '--polarity', 'lower', '-1', '2'],
    ['--unit', 'count', '--polarity', 'lower', '1', 'two'],
    ['--unit', 'count', '--polarity', 'lower', '1', '2', '--exposure', '1'],
    ['--unit', 'count', '--polarity', 'lower', '1', '2', '--exposure', '0', '1'],
    ['--unit', 'percentage', '--polarity', 'lower', '11', '2', '--denominators', '10', '10'],
    ['--unit', 'kilos', '--polarity', 'lower', '1', '2'],
  ])('refuses %s %s %s %s %s with status 2', async (...words) => {
    const { status, printed, errors } = await run('compare', ...words);
    expect([status, printed, errors.length]).toEqual([2, '', 1]);
  });
});

describe('spc', () => {
  it('prints each point with its limits, rule and meaning, and the assurance', async () => {
    const file = await workspace.file('points.txt', '10\n12\n11.50\r\n9\n10\n\n11\n12\n10\n9\n11\n40\n');
    const { status, printed } = await run('spc', '--polarity', 'lower', '--target', '60', file);
    const lines = printed.split('\n');
    expect(status).toBe(0);
    expect(lines[0]).toBe('index,value,mean,lower,upper,rule,meaning');
    expect(lines[3]).toMatch(/^2,11\.50,13\.227273,/);
    expect(lines[11]).toMatch(/^10,40,\d+\.\d{6},-?\d+\.\d{6},\d+\.\d{6},outside,concern$/);
    expect(lines.slice(12)).toEqual(['assurance,consistent-pass', '']);
  });

  it('says of a short part that it is too short', async () => {
    const file = await workspace.file('short.txt', '1\n2\n3\n');
    expect(await run('spc', '--polarity', 'context', file)).toEqual({
      status: 0, printed: 'index,value,mean,lower,upper,rule,meaning\n0,1,,,,too-short,too-short\n1,2,,,,too-short,too-short\n2,3,,,,too-short,too-short\n', errors: [],
    });
  });

  it('quotes a value with a comma, and never prints minus nought', async () => {
    const file = await workspace.file('zero.txt', `1,259*\n${'0\n'.repeat(10)}`);
    const { printed } = await run('spc', '--polarity', 'lower', '--rebase', '1', file);
    expect(printed.split('\n')[1]).toBe('0,"1,259*",,,,too-short,too-short');
    expect(printed.split('\n')[2]).toBe('1,0,0.000000,0.000000,0.000000,common,common');
  });

  it('names the line that is no number', async () => {
    const file = await workspace.file('bad.txt', '1\n  two\n');
    expect(await run('spc', '--polarity', 'lower', file)).toEqual({ status: 2, printed: '', errors: [`${file}:2:3: "two" is not a value`] });
    expect(await run('spc', '--polarity', 'lower', `${file}.none`)).toMatchObject({ status: 2, errors: [`${file}.none:1:1: the file cannot be read (ENOENT)`] });
    expect(await run('spc', '--polarity', 'lower', '--rebase', '2', file.replace('bad', 'short'))).toMatchObject({ status: 0 });
    expect(await run('spc', '--polarity', 'lower', '--rebase', '3', file.replace('bad', 'short'))).toMatchObject({ status: 2 });
  });
});

describe('the program', () => {
  it('shows its commands, and refuses others with status 2', async () => {
    expect((await run('--help')).status).toBe(0);
    expect((await run('--help')).printed).toContain('import');
    expect((await run('frobnicate')).status).toBe(2);
    expect((await run('import', 'spreadsheet', 'x.csv')).errors).toEqual(['The kind of file is one of police-uk, observations, dashboard, action-plan, not "spreadsheet"']);
  });
});
