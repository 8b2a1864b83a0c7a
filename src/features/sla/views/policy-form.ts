import type { KnownBlock, ModalView } from '@slack/types';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import {
  checkField,
  choiceField,
  context,
  defineModal,
  header,
  manyField,
  numberField,
  parsedField,
  textField,
} from '../../../platform/slack/index.ts';
import { PRIORITIES, type Priority, STATUS_NAMES } from '../../tickets/index.ts';
import type { ChainStep } from '../domain/chain.ts';
import { chainSchema, defaultPolicy, policyKey, type WrittenPolicy } from '../domain/policy-schema.ts';
import { CLOCKS, type ClockName } from '../domain/types.ts';

/** The choice of the working hours of /desk setup, which have no key. */
const OWN_HOURS = '-';

/** Statuses in which a clock can stand: the ticket is open. */
const PAUSABLE = ['new', 'assigned', 'in_progress', 'waiting_on_customer'] as const;

const minutes = z.coerce
  .number('Write a number of minutes.')
  .positive('Write a number above 0, or leave it empty for no target.')
  .max(525_600, 'Write at most 525600 minutes, a year.')
  .nullable()
  .default(null);

const list = parsedField((text) =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== ''),
);

const nameOf = (clock: ClockName, priority: Priority) => `${clock}_${priority}` as const;

const targetFields = Object.fromEntries(
  CLOCKS.flatMap((clock) => PRIORITIES.map((priority) => [nameOf(clock, priority), minutes])),
) as Record<ReturnType<typeof nameOf>, typeof minutes>;

/** One policy, field by field; `key` is null for a new one. */
export const policyFormModal = defineModal({
  id: 'sla.policyForm',
  meta: z.object({ key: z.string().nullable() }),
  fields: z.object({
    key: policyKey.optional(),
    name: z.string('Write a name.').min(1, 'Write a name.').max(75, 'Write 75 characters at the most.'),
    calendar: z.string().default(OWN_HOURS),
    categories: list,
    journeys: list,
    tags: list,
    ...targetFields,
    nextResponse: z.array(z.string()).default([]),
    pausesIn: z.array(z.enum(PAUSABLE)).default([]),
    restartOnReopen: z.array(z.string()).default([]),
    chain: parsedField(parseChain),
  }),
});

export type PolicyFields = ReturnType<typeof policyFormModal.fields>;

/** What the form says, as a policy. */
export function policyFrom(fields: PolicyFields, key: string): WrittenPolicy {
  const { name, calendar, categories, journeys, tags, pausesIn, chain } = fields;
  const hasNext = fields.nextResponse.includes('yes');
  const targets = Object.fromEntries(
    PRIORITIES.map((priority) => [
      priority,
      {
        first_response: fields[nameOf('first_response', priority)],
        next_response: hasNext ? fields[nameOf('next_response', priority)] : null,
        resolution: fields[nameOf('resolution', priority)],
      },
    ]),
  ) as WrittenPolicy['targets'];
  return {
    key,
    name,
    match: {
      ...(categories.length > 0 ? { categories } : {}),
      ...(journeys.length > 0 ? { journeys } : {}),
      ...(tags.length > 0 ? { tags } : {}),
    },
    ...(calendar === OWN_HOURS ? {} : { calendar }),
    targets,
    pausesIn,
    restartOnReopen: fields.restartOnReopen.includes('yes'),
    chain,
  };
}

export function policyFormView(
  policy: WrittenPolicy | null,
  calendars: readonly { key: string; name: string }[],
): ModalView {
  const shown = policy ?? defaultPolicy;
  const { match, pausesIn } = shown;
  const hasNext = PRIORITIES.some((priority) => shown.targets[priority].next_response !== null);
  const matching = (name: 'categories' | 'journeys' | 'tags', label: string) =>
    textField({ name, label, value: match[name]?.join(', '), optional: true });
  return policyFormModal.view({
    title: policy ? 'SLA policy' : 'New SLA policy',
    submit: 'Preview',
    meta: { key: policy?.key ?? null },
    blocks: [
      ...(policy
        ? []
        : [
            textField({
              name: 'key',
              label: 'Key',
              hint: 'Small letters, digits, hyphens, for example: gold',
            }),
          ]),
      textField({ name: 'name', label: 'Name', value: policy?.name }),
      ...targetBlocks(shown, 'first_response', 'First response'),
      ...targetBlocks(shown, 'resolution', 'Resolution'),
      checkField({
        name: 'nextResponse',
        label: 'Next response',
        option: 'Promise an answer to later messages too',
        checked: hasNext,
      }),
      ...targetBlocks(shown, 'next_response', 'Next response, where it is promised'),
      header('Which tickets, and how the time counts'),
      context('Each list that is given must hold the ticket’s. Separate by commas; empty fits all.'),
      matching('categories', 'Categories'),
      matching('journeys', 'Journeys, by key'),
      matching('tags', 'Tags'),
      choiceField({
        name: 'calendar',
        label: 'Calendar',
        options: Object.fromEntries([
          [OWN_HOURS, 'Working hours of the desk'],
          ...calendars.slice(0, 99).map(({ key, name }) => [key, name]),
        ]),
        value: shown.calendar ?? OWN_HOURS,
      }),
      manyField({
        name: 'pausesIn',
        label: 'The resolution clock stands while',
        options: PAUSABLE,
        labels: STATUS_NAMES,
        values: pausesIn,
        optional: true,
      }),
      checkField({
        name: 'restartOnReopen',
        label: 'Reopened',
        option: 'Give the whole resolution time again',
        checked: shown.restartOnReopen,
      }),
      textField({
        name: 'chain',
        label: 'What happens as time is used up, one step a line',
        value: formatChain(shown.chain),
        hint: 'For example: - { at: 100, do: [raise_priority, post_alert], repeatEveryMinutes: 30, times: 3 }',
        multiline: true,
        optional: true,
      }),
    ],
  });
}

function targetBlocks({ targets }: WrittenPolicy, clock: ClockName, title: string): KnownBlock[] {
  return [
    header(`${title}: minutes of working time`),
    ...PRIORITIES.map((priority) =>
      numberField({
        name: nameOf(clock, priority),
        label: `${priority.charAt(0).toUpperCase()}${priority.slice(1)}: ${clock.replace('_', ' ')}`,
        value: targets[priority][clock],
        min: 0,
        max: 525_600,
        decimals: true,
        optional: true,
      }),
    ),
  ];
}

function formatChain(chain: readonly ChainStep[]): string {
  return chain
    .map((step) => `- ${stringify(step, { collectionStyle: 'flow', lineWidth: 0 }).trim()}`)
    .join('\n');
}

/** @throws RangeError naming the step that is wrong. */
function parseChain(text: string): ChainStep[] {
  let written: unknown;
  try {
    written = parse(text, { maxAliasCount: 0 }) ?? [];
  } catch {
    throw new RangeError('This cannot be read. Write each step as: - { at: 75, do: [notify_assignee] }');
  }
  const parsed = chainSchema.safeParse(written);
  if (parsed.success) return parsed.data;
  const [{ path, message } = { path: [], message: '' }] = parsed.error.issues;
  const where = typeof path[0] === 'number' ? `Step ${path[0] + 1}` : 'The steps';
  throw new RangeError(`${where}: ${path.slice(1).join(' ')} ${message}`);
}
