import { describe, expect, it, vi } from 'vitest';
import type { Desk } from '../../src/platform/desk.ts';
import { recent } from '../../src/platform/recent.ts';
import { until } from '../support/until.ts';

const desk = {} as Desk;

describe('what was read a moment ago', () => {
  it('is read once a second, for each desk and workspace', async () => {
    const read = vi.fn(async (_desk: Desk, workspace: string) => `${workspace} ${read.mock.calls.length}`);
    const values = recent(read);
    expect(await Promise.all([values.get(desk, 'T1'), values.get(desk, 'T1')])).toEqual(['T1 1', 'T1 1']);
    expect(await values.get(desk, 'T2')).toBe('T2 2');
    expect(await values.get({} as Desk, 'T1')).toBe('T1 3');
    expect(await values.get(desk, 'T1')).toBe('T1 1');
    await until('a second is over', async () => (await values.get(desk, 'T1')) === 'T1 4');
  });

  it('is read anew after it was forgotten, also when a reading was under way', async () => {
    const answers: ((value: string) => void)[] = [];
    const values = recent(() => new Promise<string>((resolve) => answers.push(resolve)));
    const old = values.get(desk, 'T1');
    values.forget(desk, 'T1');
    const fresh = values.get(desk, 'T1');
    answers[1]?.('new');
    answers[0]?.('old');
    expect([await old, await fresh, await values.get(desk, 'T1')]).toEqual(['old', 'new', 'new']);
  });

  it('is not kept when reading failed', async () => {
    const read = vi.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue('back');
    const values = recent(read);
    await expect(values.get(desk, 'T1')).rejects.toThrow('away');
    expect(await values.get(desk, 'T1')).toBe('back');
  });
});
