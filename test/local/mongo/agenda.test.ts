import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda, constant, type Job } from 'agenda';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../support/database.ts';
import { until } from '../../support/until.ts';

let database: TestDatabase;
let client: MongoClient;
const agendas: Agenda[] = [];

beforeEach(async () => {
  database = await freshDatabase();
  client = await MongoClient.connect(database.uri);
});

afterEach(async () => {
  for (const agenda of agendas.splice(0)) await agenda.stop();
  await client.close();
  await database.close();
});

const jobs = () => client.db(database.name).collection('agendaJobs');

async function newAgenda(name: string, options: { lockMilliseconds?: number } = {}): Promise<Agenda> {
  const agenda = new Agenda({
    name,
    backend: new MongoBackend({ mongo: client.db(database.name) }),
    processEvery: 20,
    defaultLockLifetime: options.lockMilliseconds ?? 60_000,
  });
  agendas.push(agenda);
  await agenda.ready;
  return agenda;
}

describe('agenda', () => {
  it('makes its index and finds the next job through it', async () => {
    await newAgenda('one');
    const names = (await jobs().indexes()).map(({ name }) => name);
    expect(names).toContain('findAndLockNextJobIndex');
  });

  it('runs jobs at once, later and again and again', async () => {
    const agenda = await newAgenda('one');
    const ran: string[] = [];
    agenda.define('note', async (job: Job<{ text: string }>) => void ran.push(job.attrs.data.text));
    agenda.define('tick', async () => void ran.push('tick'));
    await agenda.start();
    await agenda.now('note', { text: 'now' });
    await agenda.schedule(new Date(Date.now() + 50), 'note', { text: 'later' });
    await agenda.every(30, 'tick');
    await until('all have run', () => ran.includes('now') && ran.includes('later'));
    await until('the tick has come back', () => ran.filter((text) => text === 'tick').length >= 3);
    expect(await jobs().countDocuments({ name: 'tick', type: 'single' })).toBe(1);
  });

  it('runs every job once, however many processes share the queue', async () => {
    const runs = new Map<number, number>();
    const workers = await Promise.all(['one', 'two', 'three'].map((name) => newAgenda(name)));
    for (const agenda of workers) {
      agenda.define(
        'work',
        async (job: Job<{ n: number }>) =>
          void runs.set(job.attrs.data.n, (runs.get(job.attrs.data.n) ?? 0) + 1),
        { concurrency: 10 },
      );
    }
    await Promise.all(Array.from({ length: 60 }, (_, n) => workers[n % 3]?.now('work', { n })));
    await Promise.all(workers.map((agenda) => agenda.start()));
    await until('sixty have run', () => runs.size === 60);
    await until(
      'all are finished',
      async () => (await jobs().countDocuments({ lockedAt: { $ne: null } })) === 0,
    );
    expect([...runs.values()].every((count) => count === 1)).toBe(true);
  });

  it('takes over the job of a process that died with the lock', async () => {
    const agenda = await newAgenda('alive', { lockMilliseconds: 100 });
    const ran: string[] = [];
    agenda.define('rescued', async (job) => void ran.push(String(job.attrs._id)));
    const job = await agenda.create('rescued').schedule(new Date()).save();
    await jobs().updateOne(
      { name: 'rescued' },
      { $set: { lockedAt: new Date(Date.now() - 1_000), lastModifiedBy: 'dead' } },
    );
    await agenda.start();
    await until('the job has run', () => ran.length > 0);
    expect(ran[0]).toBe(String(job.attrs._id));
  });

  it('keeps one of a unique job, and tries a failed one again', async () => {
    const agenda = await newAgenda('one');
    const failures: string[] = [];
    let tries = 0;
    agenda.on('fail:flaky', (error: Error | string) => void failures.push(String(error)));
    agenda.define(
      'flaky',
      async () => {
        tries += 1;
        if (tries < 3) throw new Error('not yet');
      },
      { backoff: constant({ delay: 10, maxRetries: 5 }) },
    );
    for (const n of [1, 2]) {
      await agenda.create('flaky', { key: 'a', n }).unique({ 'data.key': 'a' }).schedule(new Date()).save();
    }
    expect(await jobs().countDocuments({ name: 'flaky' })).toBe(1);
    await agenda.start();
    await until('it was tried till it worked', () => tries === 3);
    await until('it is done', () =>
      jobs().findOne({ name: 'flaky', lastFinishedAt: { $ne: null }, lockedAt: null }),
    );
    expect(failures).toHaveLength(2);
  });

  it('disables, enables, lists, cancels and keeps a log', async () => {
    const agenda = new Agenda({
      backend: new MongoBackend({ mongo: client.db(database.name) }),
      processEvery: 20,
      logging: true,
    });
    agendas.push(agenda);
    await agenda.ready;
    agenda.define('report', async () => {});
    await agenda.schedule(new Date(Date.now() + 3_600_000), 'report', { day: 1 });
    await agenda.schedule(new Date(Date.now() + 3_600_000), 'report', { day: 2 });
    expect(await agenda.disable({ name: 'report' })).toBe(2);
    expect(await agenda.enable({ name: 'report' })).toBe(2);
    const listed = await agenda.queryJobs({ name: 'report' });
    expect(listed.total).toBe(2);
    expect((await agenda.getJobsOverview()).map(({ name, total }) => [name, total])).toEqual([['report', 2]]);
    expect(await agenda.cancel({ name: 'report', data: { day: 1 } })).toBe(1);
    expect(await agenda.cancel({ name: 'report' })).toBe(1);
    expect(await jobs().countDocuments()).toBe(0);
    await agenda.start();
    await agenda.now('report', { day: 3 });
    const log = await until('the log tells it', async () => {
      const { entries } = await agenda.getLogs({ jobName: 'report' });
      return entries.some(({ event }) => event === 'complete') && entries;
    });
    expect(log.map(({ event }) => event)).toContain('start');
  });
});
