import { describe, expect, test } from 'vitest';
import { parseDigest } from '../../../src/features/digests/digest-text.ts';
import { changesSince } from '../../../src/features/digests/domain/correction.ts';
import { describe as differences } from '../../../src/features/digests/domain/definition.ts';
import { readDigestManifests } from '../../../src/features/digests/service/manifests.ts';
import { correctionMessage } from '../../../src/features/digests/views/correction.ts';
import { digestCase } from '../../support/digest-cases.ts';

const text = 'key: team\nname: Lee’s team\ncovers: weekly\ntime: "08:30"\nonly:\n  team_leader: U0LEAD\n';

describe('a digest as a file', () => {
  test('says what it covers, when, and whom', () => {
    expect(parseDigest(text)).toEqual({
      value: {
        key: 'team',
        name: 'Lee’s team',
        span: 'weekly',
        time: '08:30',
        filters: { teamLeader: 'U0LEAD' },
      },
      faults: [],
    });
  });

  test.each([
    ['time: "08:30"', 'time: 8.30', 4, 'time is a time in quotes'],
    ['covers: weekly', 'covers: hourly', 3, 'covers is daily, weekly, monthly or today'],
    ['  team_leader: U0LEAD', '  team_leader: lee', 6, 'only.team_leader is the Slack id of a person'],
    ['name:', 'name: [', 2, ''],
  ])('%s written as %s is a fault on line %i', (right, wrong, line, message) => {
    const { value, faults } = parseDigest(text.replace(right, wrong));
    expect(value).toBeNull();
    expect(
      faults.some((fault) => fault.line !== null && fault.line >= line && fault.message.includes(message)),
    ).toBe(true);
  });

  test('those of the desk can be read', () => {
    expect(readDigestManifests().map(({ file }) => file)).toContain('daily.yml');
  });

  test('what differs is told line by line', () => {
    const before = {
      name: 'A',
      channel: 'C1',
      time: '09:00',
      timeZone: 'UTC',
      span: 'daily',
      filters: {},
    } as const;
    expect(differences(before, { ...before, time: '10:00', filters: { agent: 'U0BO' } })).toEqual([
      'time: 09:00 UTC → 10:00 UTC',
      'only agent: all → U0BO',
    ]);
  });
});

describe('what has changed since a digest was sent', () => {
  const before = digestCase('usual');
  const span = { from: '2026-11-19', to: '2026-11-19' };

  test('is nothing when only the time of reading differs', () => {
    expect(changesSince(before, { ...before, asOf: 'later' }, span)).toEqual([]);
  });

  test('is each figure, day of the span and agent that reads differently', () => {
    const last = <T>(values: readonly T[], value: T) => [...values.slice(0, -1), value];
    const after = {
      ...before,
      figures: before.figures.map((one) => (one.key === 'totalChats' ? { ...one, value: 9_999 } : one)),
      flow: { ...before.flow, resolved: [7, ...last(before.flow.resolved.slice(1), 1_234)] },
      agents: before.agents.map((agent, index) => (index === 0 ? { ...agent, handled: 77 } : agent)),
    };
    const lines = changesSince(before, after, span);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^Total Chats: 9,999, was \d+$/);
    expect(lines[1]).toMatch(/^Resolved on 19 Nov: 1,234, was \d+$/);
    expect(lines[2]).toMatch(/^Handled by .*: 77, was \d+$/);
  });

  test('fits into one message, and says when all is again as it was', () => {
    const many = Array.from({ length: 600 }, (_, index) => `Handled by ${'&'.repeat(40)} ${index}: 1, was 2`);
    const [block] = correctionMessage(many).blocks as { text: { text: string } }[];
    expect(block!.text.text.length).toBeLessThanOrEqual(3_000);
    expect(correctionMessage([]).text).toContain('again as');
  });
});
