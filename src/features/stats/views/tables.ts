import type { KnownBlock } from '@slack/types';
import {
  aligned,
  button,
  context,
  type Notice,
  plain,
  row,
  safe,
  section,
} from '../../../platform/slack/index.ts';
import {
  type ColumnKey,
  columns,
  countingValue,
  type DaySpan,
  type Fact,
  formatFigure,
  noData,
} from '../../kpis/index.ts';
import { averages, type TableLine, tableColumns } from '../domain/table.ts';
import type { Variance } from '../domain/variance.ts';
import { ids } from '../ids.ts';
import { longDay, shortDay, varianceInWords } from './words.ts';

const headings: Record<(typeof tableColumns)[number], string> = {
  resolved: 'Solved',
  totalChats: 'Chats',
  csat: 'CSAT',
};

/** A table of days, with the averages of the days that have data as the last line. */
export function weekNotice({
  who,
  span,
  lines,
  locale,
}: {
  who: string;
  span: DaySpan;
  lines: TableLine[];
  locale: string;
}): Notice {
  const title = `Week of ${shortDay(span.from, locale)} – ${shortDay(span.to, locale)} · ${safe(who, 80)}`;
  const rows = [
    ['Day', ...tableColumns.map((column) => headings[column]), 'Source'],
    ...lines.map((line) => [
      shortDay(line.day, locale),
      ...line.values.map(asText(locale)),
      line.sources.join(', '),
    ]),
    ['Average', ...averages(lines).map(asText(locale)), ''],
  ];
  const table = aligned(rows);
  const empty = lines.every((line) => line.values.every((value) => value === null));
  return {
    text: `${title}\n${table}`,
    blocks: [
      section(`*${title}*`),
      section(`\`\`\`${table}\`\`\``),
      context(
        empty
          ? 'Nothing is logged in this week yet. Log a day with `/stats log`.'
          : 'Averages are over the days that have data.',
      ),
    ],
  };
}

/** All figures of one person's day, each with where it comes from. */
export function dayNotice({
  fact,
  day,
  agent,
  who,
  locale,
  flags,
  canDelete,
  canUnlock,
}: {
  fact: Fact | null;
  day: string;
  agent: string;
  who: string;
  locale: string;
  flags: Variance[];
  canDelete: boolean;
  canUnlock: boolean;
}): Notice {
  const title = `${longDay(day, locale)} · ${safe(who, 80)}`;
  const rows = columns.flatMap(({ key, label, unit }) => {
    const found = fact && countingValue(fact.cells[key]);
    return found ? [[label, formatFigure(found.value, unit, locale), found.source]] : [];
  });
  if (rows.length === 0) {
    const next = canUnlock
      ? 'The day is locked; unlock it so that it can be logged.'
      : 'Log the day with `/stats log`.';
    const text = `${title}: ${noData}. ${next}`;
    return { text, blocks: [section(text), ...(canUnlock ? [unlockButton(agent, day)] : [])] };
  }
  const table = aligned([['', 'Figure', 'Source'], ...rows]);
  const blocks: KnownBlock[] = [section(`*${title}*`), section(`\`\`\`${table}\`\`\``)];
  if (flags.length > 0) blocks.push(context(...flags.map((flag) => varianceInWords(flag, locale))));
  if (canDelete) blocks.push(deleteButton(agent, day));
  if (canUnlock) blocks.push(unlockButton(agent, day));
  return { text: `${title}\n${table}`, blocks };
}

/** The team's day: the sums, CSAT the mean. */
export function teamDayNotice({
  line,
  people,
  locale,
}: {
  line: TableLine;
  people: number;
  locale: string;
}): Notice {
  const title = `${longDay(line.day, locale)} · team`;
  if (people === 0) {
    const text = `${title}: ${noData}. Nobody has logged this day yet.`;
    return { text, blocks: [section(text)] };
  }
  const figures = line.values.map(asText(locale));
  const table = aligned(tableColumns.map((column, index) => [headings[column], figures[index] ?? '']));
  return {
    text: `${title}\n${table}`,
    blocks: [
      section(`*${title}*`),
      section(`\`\`\`${table}\`\`\``),
      context(
        people === 1 ? 'One person has figures of this day.' : `${people} people have figures of this day.`,
      ),
    ],
  };
}

/** What replaces the day's message after deletion. */
export function deletedNotice(day: string, agent: string, locale: string): Notice {
  const text = `Deleted what was logged for ${longDay(day, locale)}.`;
  return {
    text,
    replaceOriginal: true,
    blocks: [section(text), row(button(ids.restore, 'Undo', `${agent} ${day}`))],
  };
}

/** What replaces the message after Undo. */
export function restoredNotice(day: string, locale: string): Notice {
  const text = `Brought back what was logged for ${longDay(day, locale)}.`;
  return { text, replaceOriginal: true, blocks: [section(text)] };
}

/** What replaces the message after Unlock. */
export function unlockedNotice(day: string, locale: string): Notice {
  const text = `${longDay(day, locale)} is open again. It can be logged with \`/stats log\`.`;
  return { text, replaceOriginal: true, blocks: [section(text)] };
}

function unlockButton(agent: string, day: string): KnownBlock {
  return row(button(ids.unlock, 'Unlock', `${agent} ${day}`));
}

function deleteButton(agent: string, day: string): KnownBlock {
  return row({
    ...button(ids.remove, 'Delete', `${agent} ${day}`, 'danger'),
    confirm: {
      title: plain('Delete this day?'),
      text: plain('The logged figures of this day are taken out of every report. You can undo it.', 300),
      confirm: plain('Delete'),
      deny: plain('Keep'),
      style: 'danger',
    },
  });
}

function asText(locale: string): (value: number | null, index: number) => string {
  return (value, index) => formatFigure(value, unitOf(tableColumns[index] ?? 'resolved'), locale);
}

function unitOf(key: ColumnKey) {
  return columns.find((column) => column.key === key)?.unit ?? 'count';
}
