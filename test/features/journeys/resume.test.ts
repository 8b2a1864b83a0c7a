import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Journey } from '../../../src/features/journeys/domain/types.ts';
import { intakeModel } from '../../../src/features/journeys/model.ts';
import { finishIntake, finishSweep } from '../../../src/features/journeys/service/finish.ts';
import {
  beginIntake,
  loadStep,
  type Step,
  takeAnswer,
} from '../../../src/features/journeys/service/intake.ts';
import { archiveJourney, publishJourney } from '../../../src/features/journeys/service/versions.ts';
import { ticketModel } from '../../../src/features/tickets/model.ts';
import { channels, people, startTestDesk, type TestDesk } from '../../support/desk.ts';
import { answer } from '../tickets/talk.ts';
import { sample } from './samples.ts';

const { ana, ben, cy, dee, manager } = people;
/** As the sample, without pictures and with one more question on the branch. */
const journey: Journey = {
  ...sample,
  key: 'branch',
  questions: sample.questions.map((one) =>
    one.id === 'damage' ? { id: 'damage', ask: 'Which damage?', kind: 'text' } : one,
  ),
};

let t: TestDesk;
beforeAll(async () => {
  t = await startTestDesk();
  await publishJourney(t.desk, { workspace: t.workspace, journey, by: manager });
});
afterAll(() => t.stop());

const begin = (userId: string) => beginIntake(t.desk, { workspace: t.workspace, userId, key: 'branch' });
const fresh = ({ intake }: Step) =>
  loadStep(t.desk, { workspace: t.workspace, intakeId: intake._id, userId: intake.userId });
const ticketsOf = (requester: string) =>
  ticketModel(t.desk.database).find({ workspace: t.workspace, requester }).lean();

describe('a walk that does not go straight', () => {
  test('Next pressed twice at once is one step', async () => {
    const step = await begin(ana);
    const both = await Promise.all([
      takeAnswer(t.desk, step, 'topic', 'other'),
      takeAnswer(t.desk, step, 'topic', 'other'),
    ]);
    expect(both.map(({ question }) => question?.id)).toEqual(['details', 'details']);
  });

  test('Send pressed twice at once is one ticket, and both see it', async () => {
    const step = await begin(ana);
    const both = await Promise.all([
      takeAnswer(t.desk, step, 'details', 'Twice.'),
      takeAnswer(t.desk, step, 'details', 'Twice.'),
    ]);
    const tickets = await ticketsOf(ana);
    expect(tickets.map(({ subject }) => subject)).toEqual(['Something else: Twice.']);
    for (const { intake } of both) expect(intake.ticketId).toBe(tickets[0]?._id);
  });

  test('on two devices the one that fell behind is told, and what was typed there is kept', async () => {
    const phone = await begin(ben);
    const laptop = await fresh(phone);
    const ahead = await takeAnswer(t.desk, phone, 'topic', 'order');
    await takeAnswer(t.desk, ahead, 'damage', 'The cup.');
    await expect(takeAnswer(t.desk, await fresh(laptop), 'topic', 'other')).rejects.toThrow('another window');
    await expect(takeAnswer(t.desk, await fresh(laptop), 'damage', 'The lid.')).rejects.toThrow(
      'what you typed is kept',
    );
    const { intake } = await fresh(phone);
    expect(intake.answers).toEqual({ topic: 'order', damage: 'The cup.' });
    expect(intake.drafts.damage).toBe('The lid.');
    expect(intake.at).toBe('details');
  });

  test('the same answer from the other device just goes on', async () => {
    const { intake, question } = await takeAnswer(t.desk, await begin(ben), 'topic', 'order');
    expect([intake.at, question?.id]).toEqual(['details', 'details']);
  });

  test('Back to another branch keeps what was said on the first, which does not count', async () => {
    const shows = (words: string) =>
      t.slack.until(words, async () => JSON.stringify((await t.slack.views(cy)).at(-1)).includes(words));
    const back = async () => {
      const view = await t.slack.view(cy, 'journeys.step');
      const block = view.blocks.find((one) => JSON.stringify(one).includes('journeys.back'));
      const block_id = String(block?.block_id);
      await t.slack.act(cy, 'action', { view_id: view.id, block_id, action_id: 'journeys.back' });
    };
    await t.slack.act(cy, 'command', { channel: channels.general, text: '/ticket new branch' });
    await answer(t.slack, cy, 'order');
    await answer(t.slack, cy, 'The handle is off.');
    await shows('You said: An order · The handle is off.');
    await back();
    await shows('Which damage?');
    await back();
    await shows('Topic?');
    await answer(t.slack, cy, 'other');
    const done = await answer(t.slack, cy, 'Never mind the damage.');
    expect(JSON.stringify(done.view)).toContain('We have your request');
    const [ticket] = await ticketsOf(cy);
    expect(ticket).toMatchObject({ subject: 'Something else: Never mind the damage.', priority: 'low' });
    expect(ticket?.answers.map(({ question }) => question)).toEqual(['topic', 'details']);
    const intake = await intakeModel(t.desk.database).findOne({ workspace: t.workspace, userId: cy }).lean();
    expect(intake?.answers.damage).toBe('The handle is off.');
  });

  test('`/ticket new` goes on with the form that was left open, also when it was archived since', async () => {
    await archiveJourney(t.desk, { workspace: t.workspace, key: 'branch', by: manager });
    await t.slack.act(ben, 'command', { channel: channels.general, text: '/ticket new' });
    const view = JSON.stringify(await t.slack.view(ben, 'journeys.step'));
    expect(view).toContain('You go on where you left off');
    expect(view).toContain('Details?');
    await answer(t.slack, ben, 'To the end.');
    expect((await ticketsOf(ben)).length).toBe(1);
  });

  test('answers of every kind are taken as text and nothing else', async () => {
    await publishJourney(t.desk, { workspace: t.workspace, journey, by: manager });
    const nasty = '<!channel> *bold* <@U0LEAD> مرحبا 😀 a\u0000b & {{topic}}';
    const step = await takeAnswer(t.desk, await begin(dee), 'topic', 'other');
    await expect(takeAnswer(t.desk, step, 'details', ' \n ')).rejects.toThrow('Write an answer');
    await expect(takeAnswer(t.desk, step, 'details', 'x'.repeat(10_000))).rejects.toThrow('this has 10000');
    await expect(takeAnswer(t.desk, await begin(dee), 'details', undefined)).rejects.toThrow(
      'Write an answer',
    );
    await takeAnswer(t.desk, await begin(dee), 'details', nasty);
    const [ticket] = await ticketsOf(dee);
    expect(ticket?.subject).toBe('Something else: <!channel> *bold* <@U0LEAD> مرحبا 😀 ab & {{topic}}');
  });
});

describe('a kill between the steps', () => {
  test('the ticket is open, the intake does not know: the sweep finds it, in two processes at once', async () => {
    const step = await takeAnswer(t.desk, await begin(manager), 'topic', 'other');
    const { intake } = await takeAnswer(t.desk, step, 'details', 'Cut off.');
    const { workspace, _id } = intake;
    await intakeModel(t.desk.database).updateOne({ workspace, _id }, { $set: { ticketId: null } });
    await Promise.all([
      finishSweep(t.desk, workspace),
      finishSweep(t.desk, workspace),
      finishIntake(t.desk, { ...intake, ticketId: null }, journey),
    ]);
    const tickets = await ticketsOf(manager);
    expect(tickets.length).toBe(1);
    expect((await fresh(step)).intake.ticketId).toBe(tickets[0]?._id);
  });
});
