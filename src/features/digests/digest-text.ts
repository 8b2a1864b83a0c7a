import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { isZone } from '../../platform/time/zone.ts';
import type { DigestChange } from './domain/definition.ts';

/** A digest as its file gives it; without channel or zone it takes the workspace's. */
export type DigestText = Omit<DigestChange, 'channel' | 'timeZone'> & {
  key: string;
  channel?: string;
  timeZone?: string;
};

/** A fault, with its line (from 1) where it is known. */
type Fault = { line: number | null; message: string };

const person = z.string().regex(/^[UW][A-Z0-9]+$/, 'is the Slack id of a person, such as U012AB3CD');

const timeFault = 'is a time in quotes, such as "09:00"';

const schema = z.strictObject({
  key: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'is of small letters, digits and -'),
  name: z.string().trim().min(1, 'is missing').max(60, 'has at most 60 characters'),
  covers: z.enum(['daily', 'weekly', 'monthly', 'today'], { error: 'is daily, weekly, monthly or today' }),
  time: z.string({ error: timeFault }).regex(/^([01]\d|2[0-3]):[0-5]\d$/, timeFault),
  zone: z.string().refine(isZone, 'is not an IANA time zone such as Europe/Berlin').optional(),
  channel: z
    .string()
    .regex(/^[CG][A-Z0-9]+$/, 'is the Slack id of a channel, such as C012AB3CD')
    .optional(),
  only: z
    .strictObject({ agent: person.optional(), team_leader: person.optional(), supervisor: person.optional() })
    .default({}),
});

/** Reads a digest from YAML; faults name their lines. */
export function parseDigest(text: string): { value: DigestText | null; faults: Fault[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  if (document.errors.length > 0) {
    const faults = document.errors.map(({ pos, message }) => ({
      line: lineAt(pos[0]),
      message: message.split('\n')[0] ?? message,
    }));
    return { value: null, faults };
  }
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 10 }) ?? {});
  if (parsed.success) return { value: digestOf(parsed.data), faults: [] };
  const faults = parsed.error.issues.map(({ path, message }) => {
    const node = path.length > 0 ? document.getIn(path, true) : undefined;
    const start = (node as { range?: [number, number, number] } | undefined)?.range?.[0];
    return {
      line: start === undefined ? null : lineAt(start),
      message: `${path.join('.') || 'the file'} ${message}`,
    };
  });
  return { value: null, faults };
}

function digestOf({ key, name, covers, time, zone, channel, only }: z.output<typeof schema>): DigestText {
  const { agent, team_leader: teamLeader, supervisor } = only;
  return {
    key,
    name,
    span: covers,
    time,
    filters: {
      ...(agent ? { agent } : {}),
      ...(teamLeader ? { teamLeader } : {}),
      ...(supervisor ? { supervisor } : {}),
    },
    ...(zone ? { timeZone: zone } : {}),
    ...(channel ? { channel } : {}),
  };
}
