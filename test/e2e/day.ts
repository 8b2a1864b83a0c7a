import type { EntryValue, MessageObject, ViewObject } from '../../src/local/slack/control/types.ts';
import { PNG } from '../features/tickets/talk.ts';
import { channels, people } from '../support/desk.ts';
import { until } from '../support/until.ts';
import type { World } from './world.ts';

/** The desk's time at which the day begins: a Thursday morning. */
export const morning = '2026-11-19T10:00:00+01:00';

/** Slack sends an event that was not taken again after a minute; people who wait for one have to wait as long. */
const patienceSeconds = 150;

/** The three tickets of the day by their subjects: a number is not used where a process was killed that had just taken it. */
const subjects = { parcel: 'Order 10422', address: 'My address changed', invoice: 'Where is my invoice' };

/** One thing that people do or wait for; `name` says it in a failure. */
export interface Step {
  name: string;
  run(world: World): Promise<unknown>;
}

/** The day of the desk, in order. Each step insists until it has seen what it wants, so it can be run through kills. */
export const day: Step[] = [
  { name: 'Bo logs the day', run: (w) => logDay(w, { resolved: '12', totalChats: '30', csat: '95' }, false) },
  {
    name: 'logging again asks before it overwrites',
    run: (w) => logDay(w, { resolved: '9', totalChats: '30', csat: '95' }, true),
  },
  { name: '/stats day shows it', run: (w) => answered(w, people.bo, '/stats day', /Tickets solved +9 /) },
  { name: '/stats week shows it', run: (w) => answered(w, people.bo, '/stats week', /verage/) },
  { name: 'Ana asks for help with a damaged parcel', run: damagedParcel },
  {
    name: 'her ticket is assigned by round robin',
    run: (w) => onCard(w, subjects.parcel, /\*Assignee\*\\n(Bo|Cy)/),
  },
  { name: 'its assignee answers', run: (w) => reply(w, people.ana, subjects.parcel) },
  { name: 'everybody is busy', run: busy },
  { name: 'Ben asks something else', run: (w) => openOther(w, people.ben, subjects.address) },
  { name: 'Bo and Cy claim it', run: claimTogether },
  { name: 'its assignee answers', run: (w) => reply(w, people.ben, subjects.address) },
  { name: 'Ana asks again, and nobody answers', run: (w) => openOther(w, people.ana, subjects.invoice) },
  { name: 'two hours go by: her ticket breaches', run: breach },
  { name: 'the next morning a digest is posted', run: digest },
  { name: 'and the manager hears of two tickets still in work', run: stillInWork },
  { name: 'Lee reads Home: queue, agents, figures, KPIs', run: leadsHome },
  { name: 'Lee exports the stats as CSV into a DM', run: exportStats },
];

async function logDay(world: World, fields: Record<string, string>, overwrites: boolean): Promise<void> {
  await world.act(people.bo, 'command', { channel: channels.general, text: '/stats log' });
  const form = await modal(world, people.bo, 'stats.log');
  const entries = Object.fromEntries(
    form.blocks.flatMap((block) => {
      const field = String(block.block_id).replace(/#\d+$/, '');
      return fields[field] ? [[String(block.block_id), { value: fields[field] }]] : [];
    }),
  );
  await world.act(people.bo, 'submit', { view_id: form.id, entries });
  if (overwrites) {
    const question = await modal(world, people.bo, 'stats.overwrite');
    await world.act(people.bo, 'submit', { view_id: question.id });
  }
  const top = await until('the day is saved', async () => {
    const view = (await world.slack.views(people.bo)).at(-1);
    return view?.callback_id === 'stats.saved' || view?.callback_id === 'stats.overwrite' ? view : undefined;
  });
  await world.act(people.bo, 'close', { view_id: top.id, all: true });
}

async function damagedParcel(world: World): Promise<void> {
  await world.act(people.ana, 'command', { channel: channels.general, text: '/ticket new' });
  await answer(world, people.ana, 'What can we help', 'Order Issue');
  await answer(world, people.ana, 'Which order', '10422');
  await answer(world, people.ana, 'What went wrong', 'damaged');
  const { files } = await world.act(people.ana, 'upload', { files: [{ name: 'box.png', data: PNG }] });
  await answer(world, people.ana, 'Show us the damage', [String(files?.[0]?.id)]);
  await answer(world, people.ana, 'Tell us what happened', 'The box was open and the cup is in two pieces.');
  await told(world, people.ana, subjects.parcel);
  await onCard(world, subjects.parcel, /🟢 due[\s\S]*slack_file|slack_file[\s\S]*🟢 due/);
}

export async function openOther(world: World, as: string, summary: string): Promise<void> {
  await world.act(as, 'command', { channel: channels.general, text: '/ticket new' });
  await answer(world, as, 'What can we help', 'Other');
  await answer(world, as, 'In a few words', summary);
  await answer(world, as, 'Tell us more', 'Please look into it, there is no hurry.');
}

async function busy(world: World): Promise<void> {
  for (const as of [people.bo, people.cy]) await answered(world, as, '/shift busy', /busy/i);
}

async function claimTogether(world: World): Promise<void> {
  const { ts } = await onCard(world, subjects.address);
  const claim = { channel: channels.triage, ts, action_id: 'tickets.claim' };
  const isTaken = async () =>
    !JSON.stringify((await onCard(world, subjects.address)).blocks).includes(claim.action_id);
  await Promise.all([people.bo, people.cy].map((as) => world.act(as, 'action', claim, isTaken)));
  await onCard(world, subjects.address, /In progress/);
}

async function reply(world: World, requester: string, subject: string): Promise<void> {
  const shown = await onCard(world, subject, /\*Assignee\*\\n(Bo|Cy)/);
  const assignee = /\*Assignee\*\\nBo/.test(JSON.stringify(shown.blocks)) ? people.bo : people.cy;
  await world.act(assignee, 'message', {
    channel: channels.triage,
    thread_ts: shown.ts,
    text: `!We are on it (${subject}).`,
  });
  await told(world, requester, `We are on it (${subject}).`);
}

export async function breach(world: World): Promise<void> {
  await told(world, people.ana, subjects.invoice);
  await onCard(world, subjects.invoice, /▫️ Low[\s\S]*🟢 due/);
  await world.slack.clock({ skipMinutes: 121 });
  await onCard(world, subjects.invoice, /🔴/);
  await onCard(world, subjects.invoice, /🔹 Medium/);
  await until('the alert', async () => (await alerts(world)).length > 0, patienceSeconds);
}

async function digest(world: World): Promise<void> {
  await world.slack.clock({ set: '2026-11-20T09:00:30+01:00' });
  await until('the digest', async () => (await digests(world)).length > 0, patienceSeconds);
}

async function stillInWork(world: World): Promise<void> {
  await until('three alerts', async () => (await alerts(world)).length >= 3, patienceSeconds);
}

async function leadsHome(world: World): Promise<void> {
  await world.act(people.lead, 'open-home', {});
  const parts = ['Total Chats', 'Avg CSAT', 'Queue', subjects.invoice, 'Refresh', 'resolved', 'Bo', 'As of'];
  await until(
    'the Home of a lead',
    async () => {
      const text = JSON.stringify((await world.slack.home(people.lead))?.blocks ?? '');
      const missing = parts.filter((part) => !text.includes(part));
      if (missing.length > 0) throw new Error(`Home lacks ${missing.join(', ')}`);
      return true;
    },
    patienceSeconds,
  );
}

async function exportStats(world: World): Promise<void> {
  await world.act(people.lead, 'command', { channel: channels.general, text: '/desk export' });
  const form = await modal(world, people.lead, 'exports.ask');
  const entries = { dataset: { value: 'stats' }, from: { value: '2026-11-19' }, to: { value: '2026-11-19' } };
  await world.act(people.lead, 'submit', { view_id: form.id, entries });
  await until('the file', async () => (await exportedRows(world)).length > 0, patienceSeconds);
  const top = (await world.slack.views(people.lead)).at(-1);
  if (top) await world.act(people.lead, 'close', { view_id: top.id, all: true });
}

/** The lines that the exports in Lee's DM hold about Bo. */
async function exportedRows(world: World): Promise<string[]> {
  const files = (await threads(world, people.lead)).flatMap((message) => message.files ?? []);
  const texts = await Promise.all(
    files.map(async (file) => Buffer.from(await world.slack.file(people.lead, file.id)).toString()),
  );
  return texts.flatMap((text) => text.split('\n').filter((line) => /\bbo\b/i.test(line)));
}

/** Everything the day left behind, counted; what must hold after any number of kills. */
export async function outcome(world: World) {
  const cards = (await world.slack.messages(people.lead, channels.triage)).filter((one) => one.bot_id);
  const dm = async (as: string) => JSON.stringify(await threads(world, as));
  const count = (text: string, part: string) => text.split(part).length - 1;
  const [ana, ben] = [await dm(people.ana), await dm(people.ben)];
  return {
    cards: cards.map(subjectOf).toSorted(),
    alerts: (await alerts(world)).map(subjectOf).toSorted(),
    alertMentionsManager: JSON.stringify(await alerts(world)).includes(`<@${people.manager}>`),
    digests: (await digests(world)).length,
    digestHasPicture: (await digests(world)).every((post) =>
      post.blocks?.some((block) => block.type === 'image' && block.alt_text),
    ),
    exported: (await exportedRows(world)).map((row) => /\b9\b/.test(row) && /\b95\b/.test(row)),
    replies: [
      count(ana, `"text":"We are on it (${subjects.parcel}).`),
      count(ben, `"text":"We are on it (${subjects.address}).`),
    ],
  };
}

/** What `outcome` is when nothing was lost and nothing happened twice. */
export const rightOutcome = {
  cards: Object.values(subjects).toSorted(),
  /** One for the breach, and at 95 % of their resolution time, the next morning, one for each ticket still in work. */
  alerts: Object.values(subjects).toSorted(),
  alertMentionsManager: true,
  digests: 1,
  digestHasPicture: true,
  /** One line about Bo's day, in one file, with the figures that overwrote the first. */
  exported: [true],
  replies: [1, 1],
};

/** Which of the day's tickets a message is about. */
function subjectOf(message: MessageObject): string | undefined {
  return Object.values(subjects).find((subject) => JSON.stringify(message.blocks).includes(subject));
}

async function alerts(world: World): Promise<MessageObject[]> {
  return (await world.slack.messages(people.manager, channels.alerts)).filter(
    (one) => one.bot_id && !one.is_ephemeral,
  );
}

async function digests(world: World): Promise<MessageObject[]> {
  return (await world.slack.messages(people.lead, channels.digest)).filter((one) =>
    one.text.startsWith('Support'),
  );
}

/** The person's DM with the app, threads included. */
async function threads(world: World, as: string): Promise<MessageObject[]> {
  const { channel } = await world.slack.act(as, 'dm', { user: 'U0SHIFTDESK' });
  const top = await world.slack.messages(as, String(channel?.id));
  const replies = await Promise.all(
    top.filter((one) => one.reply_count).map((one) => world.slack.messages(as, String(channel?.id), one.ts)),
  );
  return [...top, ...replies.flatMap((thread) => thread.slice(1))];
}

export function told(world: World, as: string, part: string): Promise<unknown> {
  return until(
    `${as} is told ${part}`,
    async () => JSON.stringify(await threads(world, as)).includes(part),
    patienceSeconds,
  );
}

export function onCard(world: World, subject: string, pattern = /./): Promise<MessageObject> {
  return until(
    `the card of “${subject}” shows ${pattern}`,
    async () => {
      const cards = await world.slack.messages(people.lead, channels.triage);
      const card = cards.find((one) => JSON.stringify(one.blocks ?? '').includes(subject));
      return card && pattern.test(JSON.stringify(card.blocks)) ? card : undefined;
    },
    patienceSeconds,
  );
}

/** Runs a command until its private answer fits. */
function answered(world: World, as: string, text: string, pattern: RegExp): Promise<unknown> {
  return until(
    `${text} answers ${pattern}`,
    async () => {
      await world.act(as, 'command', { channel: channels.general, text });
      return until(
        'an answer',
        async () =>
          pattern.test(
            (await world.slack.messages(as, channels.general)).filter((one) => one.is_ephemeral).at(-1)
              ?.text ?? '',
          ),
        5,
      );
    },
    60,
  );
}

/** The top modal once it is the wanted one. */
function modal(world: World, as: string, callbackId: string): Promise<ViewObject> {
  return until(`${as} sees ${callbackId}`, async () => {
    const top = (await world.slack.views(as)).at(-1);
    return top?.callback_id === callbackId ? top : undefined;
  });
}

/** Answers a question of a journey once it is on the screen; a question already behind is left alone. */
async function answer(world: World, as: string, question: string, value: EntryValue): Promise<void> {
  const asked = new RegExp(question, 'i');
  const view = await until(
    `${as} is asked ${question}`,
    async () => {
      const top = (await world.slack.views(as)).at(-1);
      return top && asked.test(JSON.stringify(top.blocks)) ? top : undefined;
    },
    180,
  );
  const input = view.blocks.find((block) => block.type === 'input') as {
    block_id: string;
    element: { action_id: string };
  };
  await world.act(as, 'submit', {
    view_id: view.id,
    entries: { [input.block_id]: { [input.element.action_id]: value } },
  });
}
