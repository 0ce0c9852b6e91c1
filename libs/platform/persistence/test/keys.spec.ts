import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { v7 } from 'uuid';
import { KEY_CACHE_MS, rewrapKeys, RootKeys, SealBrokenError, SubjectErasedError, SubjectKeys, Sealer } from '../src/index.js';
import { KeyStore } from '../src/keys/key-store.js';
import { withClient } from './harness.js';
import { newKeyStore } from './harness-keys.js';

describe('keys of subjects', () => {
  const rootKey = randomBytes(32);
  let keyStore: Awaited<ReturnType<typeof newKeyStore>>;
  const stores: KeyStore[] = [];

  beforeAll(async () => {
    keyStore = await newKeyStore(['cases', 'referrals']);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
    await keyStore.drop();
  });

  /** What one process of a service has. */
  const process = (service = 0, key: Buffer | RootKeys = rootKey) => {
    const store = new KeyStore(keyStore.urls[service]!, null, () => undefined);
    stores.push(store);
    const keys = new SubjectKeys(store, key instanceof RootKeys ? key : new RootKeys(key));
    return { store, keys, sealer: new Sealer(keys) };
  };
  const aPlace = () => ({ table: 'case', column: 'name', rowId: v7() });

  it('opens what it sealed, and keeps nothing readable', async () => {
    const { keys, sealer } = process();
    const [subject, place] = [v7(), aPlace()];
    await keys.create(subject);
    const value = { name: 'Aaliyah Okafor', notes: ['née O’Brien', null, 3] };
    const sealed = await sealer.seal(subject, place, value);
    expect(await sealer.open(subject, place, sealed)).toEqual(value);
    expect(sealed.includes('Okafor')).toBe(false);
    expect(await sealer.seal(subject, place, value)).not.toEqual(sealed);
  });

  it('does not open a value at another row, column, table or subject, nor a changed one', async () => {
    const { keys, sealer } = process();
    const [subject, other, place] = [v7(), v7(), aPlace()];
    await keys.create(subject);
    await keys.create(other);
    const sealed = await sealer.seal(subject, place, 'secret');
    for (const elsewhere of [{ ...place, rowId: v7() }, { ...place, column: 'address' }, { ...place, table: 'referral' }]) {
      await expect(sealer.open(subject, elsewhere, sealed)).rejects.toBeInstanceOf(SealBrokenError);
      await expect(sealer.openMany([{ subjectId: subject, place: elsewhere, sealed }])).rejects.toBeInstanceOf(SealBrokenError);
    }
    await expect(sealer.open(other, place, sealed)).rejects.toBeInstanceOf(SealBrokenError);
    for (const at of [0, 5, 20, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      await expect(sealer.open(subject, place, changed)).rejects.toBeInstanceOf(SealBrokenError);
    }
    await expect(sealer.open(subject, place, Buffer.alloc(0))).rejects.toBeInstanceOf(SealBrokenError);
  });

  it('does not open under another root key', async () => {
    const { keys, sealer } = process();
    const [subject, place] = [v7(), aPlace()];
    await keys.create(subject);
    const sealed = await sealer.seal(subject, place, 'secret');
    await expect(process(0, randomBytes(32)).sealer.open(subject, place, sealed)).rejects.toBeInstanceOf(SealBrokenError);
  });

  it('changes the root key while processes go on, and then does without the old one', async () => {
    const other = await newKeyStore(['cases']);
    const [old, next, place] = [randomBytes(32), randomBytes(32), aPlace()];
    const process = (key: RootKeys) => {
      const store = new KeyStore(other.urls[0]!, null, () => undefined);
      stores.push(store);
      const keys = new SubjectKeys(store, key);
      return { keys, sealer: new Sealer(keys) };
    };
    const made = async ({ keys, sealer }: ReturnType<typeof process>) => {
      const subjectId = v7();
      await keys.create(subjectId);
      return { subjectId, place, sealed: await sealer.seal(subjectId, place, subjectId) };
    };
    const opens = async (list: Awaited<ReturnType<typeof made>>[], ...keys: RootKeys[]) => {
      for (const key of keys) expect(await process(key).sealer.openMany(list)).toEqual(list.map(({ subjectId }) => subjectId));
    };
    const first = [await made(process(new RootKeys(old))), await made(process(new RootKeys(old)))];
    const running = process(new RootKeys(old, [next]));
    const between = [...first, await made(process(new RootKeys(next, [old]))), await made(running)];
    await opens(between, new RootKeys(old, [next]), new RootKeys(next, [old]));
    expect(await rewrapKeys(other.urls[0]!, new RootKeys(next, [old]))).toBe(3);
    expect(await rewrapKeys(other.urls[0]!, new RootKeys(next, [old]))).toBe(0);
    expect(await running.sealer.openMany(between)).toEqual(between.map(({ subjectId }) => subjectId));
    await opens(between, new RootKeys(old, [next]), new RootKeys(next));
    await expect(process(new RootKeys(old)).sealer.openMany(between)).rejects.toBeInstanceOf(SealBrokenError);
    await expect(rewrapKeys(other.urls[0]!, new RootKeys(randomBytes(32)))).rejects.toBeInstanceOf(SealBrokenError);
    for (const store of stores.splice(-stores.length)) await store.close();
    await other.drop();
  });

  it('answers null for a destroyed key, and never makes another for the subject', async () => {
    const { keys, sealer } = process();
    const [gone, kept, place] = [v7(), v7(), aPlace()];
    await keys.create(gone);
    await keys.create(kept);
    const list = [
      { subjectId: gone, place, sealed: await sealer.seal(gone, place, 'gone') },
      { subjectId: kept, place, sealed: await sealer.seal(kept, place, 'kept') },
    ];
    expect(await sealer.openMany(list)).toEqual(['gone', 'kept']);
    await keys.destroy(gone);
    expect(await sealer.openMany(list)).toEqual([null, 'kept']);
    expect(await process().sealer.openMany(list)).toEqual([null, 'kept']);
    await expect(sealer.open(gone, place, list[0]!.sealed)).rejects.toBeInstanceOf(SubjectErasedError);
    await expect(sealer.seal(gone, place, 'again')).rejects.toBeInstanceOf(SubjectErasedError);
    await expect(process().keys.create(gone)).rejects.toBeInstanceOf(SubjectErasedError);
    expect(await keyStore.query(`select count(*)::int as left from subject_key where subject_id = '${gone}'`)).toEqual([{ left: 0 }]);
  });

  it('honours in one process what another destroyed, within ten seconds', async () => {
    const [here, there] = [process(), process()];
    const [subject, place] = [v7(), aPlace()];
    await here.keys.create(subject);
    const value = { subjectId: subject, place, sealed: await here.sealer.seal(subject, place, 'x') };
    await there.keys.destroy(subject);
    expect(KEY_CACHE_MS).toBeLessThanOrEqual(10_000);
    const later = Date.now() + KEY_CACHE_MS + 1;
    jest.spyOn(Date, 'now').mockReturnValue(later);
    expect(await here.sealer.openMany([value])).toEqual([null]);
  });

  it('asks the key store once for a whole list, and not again while it remembers', async () => {
    const { keys, sealer } = process();
    const place = aPlace();
    const subjects = Array.from({ length: 50 }, () => v7());
    await Promise.all(subjects.map((subject) => keys.create(subject)));
    const list = await Promise.all(subjects.map(async (subjectId) => ({ subjectId, place, sealed: await sealer.seal(subjectId, place, subjectId) })));
    const fresh = process();
    const find = jest.spyOn(fresh.store, 'find');
    expect(await fresh.sealer.openMany([...list, ...list])).toEqual([...subjects, ...subjects]);
    expect(await fresh.sealer.openMany(list)).toEqual(subjects);
    expect(find).toHaveBeenCalledTimes(1);
    expect(await fresh.sealer.openMany([])).toEqual([]);
  });

  it('keeps a key that is there when it is asked to make it again', async () => {
    const { keys, sealer } = process();
    const [subject, place] = [v7(), aPlace()];
    await keys.create(subject);
    const sealed = await sealer.seal(subject, place, 1);
    await process().keys.create(subject);
    expect(await process().sealer.open(subject, place, sealed)).toBe(1);
  });

  it('shows a service no key of another, and no service the list of destroyed keys to change', async () => {
    const [cases, referrals] = [process(0), process(1)];
    const [subject, place] = [v7(), aPlace()];
    await cases.keys.create(subject);
    const sealed = await cases.sealer.seal(subject, place, 1);
    expect(await referrals.sealer.openMany([{ subjectId: subject, place, sealed }])).toEqual([null]);
    await referrals.keys.destroy(subject);
    expect(await process(0).sealer.open(subject, place, sealed)).toBe(1);
    await withClient(keyStore.urls[1]!, async (client) => {
      expect((await client.query('select * from subject_key')).rows).toEqual([]);
      await expect(client.query('delete from destroyed_key')).rejects.toThrow(/permission denied/);
      expect((await client.query('update subject_key set wrapped = wrapped')).rowCount).toBe(0);
      await expect(client.query('update subject_key set subject_id = subject_id')).rejects.toThrow(/permission denied/);
    });
  });
});
