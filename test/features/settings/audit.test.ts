import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestModel } from '../../../src/features/digests/model.ts';
import { getPerson } from '../../../src/features/people/index.ts';
import { audit, auditBetween, undoChange } from '../../../src/features/settings/audit.ts';
import { changePerson, changeSettings, suspendRoles } from '../../../src/features/settings/change.ts';
import { wasMade } from '../../../src/features/settings/domain/changed-part.ts';
import { getSettings } from '../../../src/features/settings/index.ts';
import { writtenNow } from '../../../src/features/sla/drafts.ts';
import { presetsOf } from '../../../src/features/tickets/service/presets.ts';
import { people, startTestDesk, type TestDesk } from '../../support/desk.ts';

describe('whether a change was made', () => {
  const change = { before: { a: 1, profile: { b: null } }, after: { a: 2, profile: { b: 'x' } } };
  const found = (a: number) => ({ before: { a }, after: { a: 9 } });

  test.each([
    ['it is there', [], { a: 2, profile: { b: 'x' } }, true],
    ['half of it is there', [], { a: 1, profile: { b: 'x' } }, true],
    ['nothing of it is there', [], { a: 1, profile: {} }, false],
    ['who came later found what was before, and made the same', [found(1)], { a: 2, profile: {} }, false],
    ['who came later found it, and put it back', [found(2), found(9)], { a: 1, profile: {} }, true],
  ])('%s', (_, later, now, made) => {
    expect(wasMade(change, later, now)).toBe(made);
  });
});

describe('a kill between a change and its line', () => {
  let t: TestDesk;
  beforeAll(async () => {
    t = await startTestDesk();
  });
  afterAll(() => t.stop());

  const lines = () => t.desk.database.connection.collection<{ summary: string }>('audit');
  const shown = async () => {
    const all = { workspace: t.workspace, from: new Date(0), to: new Date('2100-01-01') };
    return (await auditBetween(t.desk, all)).map(({ summary }) => summary);
  };

  /** Lets the desk look at what was begun, as if that were long ago. */
  async function sweep(): Promise<void> {
    const { workspace } = t;
    await lines().updateMany(
      { workspace, openSince: { $exists: true } },
      { $set: { openSince: new Date(0) } },
    );
    await t.desk.jobs.runNow('settings.audit', workspace);
    expect(await lines().countDocuments({ workspace, openSince: { $exists: true } })).toBe(0);
  }

  const killed = async (): Promise<never> => {
    throw new Error('killed');
  };

  test('of every kind: the line stays where the change was made, and goes where it was not', async () => {
    const { desk, workspace } = t;
    const reply = (await presetsOf(desk, workspace, 'reply'))[0]!.value;
    const digest = await digestModel(desk.database).findOne({ workspace, removed: false }).lean();
    const written = (await writtenNow(desk, workspace)) as Record<string, unknown>;
    const offered = { kind: 'reply', key: reply.key, value: JSON.parse(JSON.stringify(reply)) };
    const kinds = [
      [
        'settings',
        'settings',
        { currency: (await getSettings(desk, workspace)).currency },
        { currency: 'XXX' },
      ],
      ['person', people.bo, { profile: { capacity: 5 } }, { profile: { capacity: 77 } }],
      ['sla', 'policies', written, { written: [], calendars: [] }],
      ['digest', digest!.key, { removed: false }, { removed: true }],
      ['preset', `reply ${reply.key}`, offered, { ...offered, value: null }],
    ] as const;
    for (const [kind, subject, now, other] of kinds) {
      const about = { by: people.owner, kind, subject };
      for (const [summary, before, after] of [
        [`made ${kind}`, other, now],
        [`not made ${kind}`, now, other],
      ] as const)
        await expect(audit(desk, workspace, { ...about, summary, before, after }, killed)).rejects.toThrow(
          'killed',
        );
      // Two changes of one thing would be read together.
      await sweep();
    }
    expect((await shown()).toSorted()).toEqual(kinds.map(([kind]) => `made ${kind}`).toSorted());
  });

  test('made again by the person who got no answer: one line', async () => {
    const { desk, workspace } = t;
    const given = { workspace, userId: people.cy, by: people.manager, profile: { capacity: 8 } };
    const change = { by: given.by, kind: 'person', subject: given.userId, summary: 'cut off' } as const;
    const part = { before: { profile: { capacity: 5 } }, after: { profile: { capacity: 8 } } };
    await expect(audit(desk, workspace, { ...change, ...part }, killed)).rejects.toThrow('killed');
    t.clock.skip({ seconds: 1 });
    await changePerson(desk, given);
    await sweep();
    const about = (await shown()).filter((summary) => summary === 'Changed Cy' || summary === 'cut off');
    expect(about).toEqual(['Changed Cy']);
  });

  test('while it was taken back: it is taken back', async () => {
    const { desk, workspace } = t;
    await changeSettings(desk, {
      workspace,
      by: people.owner,
      summary: 'Cut undo',
      change: { currency: 'CHF' },
    });
    await lines().updateOne(
      { workspace, summary: 'Cut undo' },
      { $set: { undoneBy: people.owner, openSince: new Date() } },
    );
    await sweep();
    expect((await getSettings(desk, workspace)).currency).not.toBe('CHF');
    const entry = await lines().findOne({ workspace, summary: 'Cut undo' });
    const again = { workspace, entryId: String(entry?._id), by: people.owner };
    await expect(undoChange(desk, again)).rejects.toThrow('taken back already');
  });

  test('of who became a guest: the roles are gone, the line is there, once', async () => {
    const { desk, workspace } = t;
    const who = { workspace, userId: people.dee };
    await suspendRoles(desk, who);
    await lines().updateOne({ workspace, subject: people.dee }, { $set: { openSince: new Date() } });
    await suspendRoles(desk, who);
    await sweep();
    expect((await getPerson(desk, who)).roles).toEqual(['customer']);
    expect((await shown()).filter((summary) => summary.includes('became a guest'))).toHaveLength(1);
  });

  test('what is refused leaves no line', async () => {
    const { desk, workspace } = t;
    const alone = {
      workspace,
      userId: people.owner,
      by: people.owner,
      roles: ['agent'] as const,
      profile: {},
    };
    const before = await shown();
    await expect(changePerson(desk, { ...alone, roles: [...alone.roles] })).rejects.toThrow(
      'at least one owner',
    );
    expect(await shown()).toEqual(before);
    expect(await lines().countDocuments({ workspace, openSince: { $exists: true } })).toBe(0);
  });
});
