import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { context, defineModal, plain, safe, section } from '../../../platform/slack/index.ts';
import { columns, type FactFields, type Figures, figuresFrom } from '../../kpis/index.ts';
import { type Loggable, loggable } from '../domain/entry.ts';
import { ids } from '../ids.ts';
import { figuresInWords, longDay } from './words.ts';

const number = z.string().optional();

/** The form of `/stats log`. `shown` counts renderings, so that a change of date forgets what was filled in. */
export const logModal = defineModal({
  id: 'stats.log',
  meta: z.object({ userId: z.string(), shown: z.number(), more: z.boolean(), others: z.boolean() }),
  fields: z.object({
    person: z.string().optional(),
    date: z.string({ error: 'Pick the day you want to log.' }),
    ...(Object.fromEntries(loggable.map((key) => [key, number])) as Record<Loggable, typeof number>),
  }),
});

/** What the form shows. */
export interface LogForm {
  userId: string;
  name: string;
  day: string;
  fact: FactFields | null;
  locked: boolean;
  /** True for leads, who may log for others. */
  others: boolean;
  more: boolean;
  shown: number;
  /** What is in the fields already, when the form is drawn again for another reason than another day. */
  typed?: Partial<Record<Loggable, string>>;
  locale: string;
}

const first: readonly Loggable[] = loggable.slice(0, 3);
const rest: readonly Loggable[] = loggable.slice(3);
const optional = (key: Loggable): boolean => key !== 'resolved' && key !== 'totalChats';

/** The important figures first, the others behind “More figures” unless some were logged: saving would lose them unseen. */
export function logView(form: LogForm): ModalView {
  const initial = form.typed ?? startingValues(form.fact);
  const logged = form.fact?.log ? figuresFrom(form.fact, 'logged') : {};
  const more = form.more || rest.some((key) => logged[key] !== undefined);
  return logModal.view({
    title: 'Log your day',
    submit: 'Save',
    meta: { userId: form.userId, shown: form.shown, more, others: form.others },
    blocks: [
      ...(form.others ? [personInput(form)] : []),
      dateInput(form),
      context(origin(form)),
      ...first.map((key) => numberInput(key, initial[key], form.shown)),
      ...(more ? rest.map((key) => numberInput(key, initial[key], form.shown)) : [moreButton]),
    ],
  });
}

/** Where the numbers in the fields come from. */
function origin({ fact, locked, day, name, locale }: LogForm): string {
  if (locked)
    return `🔒 ${longDay(day, locale)} is locked. A lead can unlock it: \`/stats day ${day} @person\`.`;
  if (fact?.log) {
    const logged = figuresInWords(figuresFrom(fact, 'logged'), locale);
    return `${safe(name, 80)} logged this day already: ${logged}. Saving other figures asks before it replaces them.`;
  }
  const observed = fact ? figuresFrom(fact, 'observed') : {};
  if (Object.keys(observed).length === 0)
    return 'The desk saw no tickets of this day, so nothing is filled in.';
  return 'Filled in with what the desk saw on this day. Correct what is wrong.';
}

function startingValues(fact: FactFields | null): Partial<Record<Loggable, string>> {
  if (!fact) return {};
  const source: Figures = fact.log ? figuresFrom(fact, 'logged') : figuresFrom(fact, 'observed');
  return Object.fromEntries(
    loggable.flatMap((key) => (source[key] === undefined ? [] : [[key, String(source[key])]])),
  );
}

function personInput({ userId }: LogForm): KnownBlock {
  return {
    type: 'input',
    block_id: 'person',
    label: plain('For'),
    dispatch_action: true,
    element: { type: 'users_select', action_id: ids.pickPerson, initial_user: userId },
  };
}

function dateInput({ day }: LogForm): KnownBlock {
  return {
    type: 'input',
    block_id: 'date',
    label: plain('Day'),
    dispatch_action: true,
    element: { type: 'datepicker', action_id: ids.pickDate, initial_date: day },
  };
}

const moreButton: KnownBlock = {
  type: 'actions',
  elements: [{ type: 'button', action_id: ids.showMore, text: plain('More figures') }],
};

const unitNames = { count: '', percent: ' (%)', seconds: ' (seconds)', minutes: ' (minutes)' };

function numberInput(key: Loggable, initial: string | undefined, shown: number): KnownBlock {
  const column = columns.find((each) => each.key === key);
  const label = key === 'totalChats' ? 'Live chats' : (column?.label ?? key);
  return {
    type: 'input',
    block_id: `${key}#${shown}`,
    optional: optional(key),
    label: plain(`${label}${unitNames[column?.unit ?? 'count']}`),
    element: {
      type: 'number_input',
      action_id: 'value',
      is_decimal_allowed: column?.whole !== true,
      ...(initial === undefined ? {} : { initial_value: initial }),
    },
  };
}

/** What stands in the modal after saving. */
export function savedView(
  saved: { userId: string; day: string; figures: Figures },
  locale: string,
): ModalView {
  return savedModal.view({
    title: 'Log your day',
    close: 'Done',
    meta: { userId: saved.userId, day: saved.day },
    blocks: [
      section(`✅ Logged for *${longDay(saved.day, locale)}*`),
      section(figuresInWords(saved.figures, locale)),
      context(`You can change or delete it until the day locks: \`/stats day ${saved.day}\`.`),
    ],
  });
}

const savedModal = defineModal({
  id: 'stats.saved',
  meta: z.object({ userId: z.string(), day: z.string() }),
  fields: z.object({}),
});
