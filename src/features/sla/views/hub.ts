import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import {
  button,
  context,
  defineModal,
  duration,
  header,
  plain,
  row,
  safe,
  section,
} from '../../../platform/slack/index.ts';
import { formatWeek } from '../../../platform/time/hours-text.ts';
import { PRIORITIES } from '../../tickets/index.ts';
import type { WrittenPolicy } from '../domain/policy-schema.ts';
import { ids } from '../ids.ts';
import type { PolicyText } from '../policy-text.ts';

const hubModal = defineModal({ id: 'sla.hub', meta: z.object({}), fields: z.object({}) });

/** Shown of each kind: two lists, headers and buttons stay within a view's hundred blocks. */
const SHOWN = 40;

/** `/desk sla`: the policies in the order in which they are tried, the calendars, and ways to change both. */
export function hubView({ policies, calendars }: PolicyText): ModalView {
  const menu = (actionId: string, key: string, entries: Record<string, string>) => ({
    type: 'overflow' as const,
    action_id: actionId,
    options: Object.entries(entries).map(([what, label]) => ({
      text: plain(label),
      value: `${what}:${key}`,
    })),
  });
  const blocks: KnownBlock[] = [
    header('Policies'),
    context('The first that matches a ticket counts. Nothing changes before you have seen what it would do.'),
    ...policies.slice(0, SHOWN).map((policy, index) => ({
      ...section(`*${safe(policy.name, 75)}*  \`${policy.key}\`\n${promisesOf(policy)}`),
      block_id: `policy:${policy.key}`,
      accessory: menu(ids.policy, policy.key, {
        edit: 'Edit',
        yaml: 'Edit as YAML',
        ...(index > 0 ? { up: 'Move up' } : {}),
        ...(index < policies.length - 1 ? { down: 'Move down' } : {}),
        remove: 'Remove',
      }),
    })),
    ...rest(policies.length),
    buttons({ [ids.newPolicy]: 'New policy', [ids.yaml]: 'All as YAML' }),
    header('Calendars'),
    context('Policies that name none count in the working hours of /desk setup.'),
    ...calendars.slice(0, SHOWN).map(({ key, name, zone, hours, holidays }) => ({
      ...section(
        `*${safe(name, 75)}*  \`${safe(key, 40)}\`\n${hours === '24x7' ? 'around the clock' : safe(formatWeek(hours), 500)} · ${zone} · ${holidays.length} holidays`,
      ),
      block_id: `calendar:${key}`,
      accessory: menu(ids.calendar, key, { edit: 'Edit', remove: 'Remove' }),
    })),
    ...rest(calendars.length),
    buttons({ [ids.newCalendar]: 'New calendar' }),
  ];
  return hubModal.view({ title: 'SLA', close: 'Close', meta: {}, blocks });
}

/** `Urgent 30 min / 4 h · …`: first response and resolution. */
function promisesOf({ targets }: WrittenPolicy): string {
  const time = (minutes: number | null) => (minutes === null ? 'none' : duration(minutes));
  return PRIORITIES.map(
    (priority) =>
      `${priority} ${time(targets[priority].first_response)} / ${time(targets[priority].resolution)}`,
  ).join(' · ');
}

function rest(count: number): KnownBlock[] {
  return count > SHOWN ? [context(`And ${count - SHOWN} more: \`/desk sla key\` opens one by its key.`)] : [];
}

function buttons(labels: Record<string, string>): KnownBlock {
  return row(...Object.entries(labels).map(([id, label]) => button(id, label)));
}
