import { mostObservation, readMinutes, readSessions, type SessionRecord, shortProblem } from './record.ts';

/** A record that cannot be used: the line of the fault (from 1) and what is wrong, in words. */
interface BadRecord {
  line: number;
  reason: string;
}

/** What a text holds: records with the line they begin at, and what is wrong with the others. */
export interface ParsedText {
  good: { line: number; record: SessionRecord }[];
  bad: BadRecord[];
}

const labels = {
  customer: 'Customer',
  region: 'Region',
  sessions: 'Sessions',
  source: 'Source',
  destination: 'Destination',
  'time consumed': 'Time Consumed',
  observation: 'Observation',
} as const;
type Label = keyof typeof labels;

interface Field {
  line: number;
  text: string;
}
type Fields = Partial<Record<Label, Field>>;

/**
 * Reads session records from text (docs/rules/sessions.md). Each begins with its `Customer:` line; blank lines mean
 * nothing, labels may be written in any case, and an observation may go on over several lines. Never throws, whatever
 * is pasted.
 */
export function parseSessions(text: string): ParsedText {
  const parsed: ParsedText = { good: [], bad: [] };
  let open: OpenRecord | null = null;
  const close = (): void => {
    if (open) finish(open, parsed);
    open = null;
  };
  for (const { line, label, value } of linesOf(text)) {
    if (label === 'customer') {
      close();
      open = { line, fields: { customer: { line, text: value } }, last: 'customer', fault: null };
    } else if (!open) {
      parsed.bad.push({ line, reason: 'A record begins with its “Customer:” line.' });
    } else {
      add(open, line, label, value);
    }
  }
  close();
  return { good: parsed.good, bad: onePerRun(parsed.bad) };
}

interface OpenRecord {
  line: number;
  fields: Fields;
  last: Label;
  fault: BadRecord | null;
}

function* linesOf(text: string): Generator<{ line: number; label: Label | null; value: string }> {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  for (const [index, raw] of lines.entries()) {
    const trimmed = raw.trim();
    if (trimmed === '') continue;
    const match = /^([a-z]+(?:\s+[a-z]+)?)\s*[:：]\s*(.*)$/is.exec(trimmed);
    const name = match?.[1]?.toLowerCase().replace(/\s+/g, ' ');
    const label = name && Object.hasOwn(labels, name) ? (name as Label) : null;
    yield { line: index + 1, label, value: label ? (match?.[2] ?? '').trim() : trimmed };
  }
}

function add(open: OpenRecord, line: number, label: Label | null, value: string): void {
  if (label === null) {
    const observation = open.last === 'observation' ? open.fields.observation : undefined;
    if (observation) observation.text += `\n${value}`;
    else
      open.fault ??= { line, reason: `“${value.slice(0, 60)}” has none of the labels, such as “Region:”.` };
    return;
  }
  if (open.fields[label]) open.fault ??= { line, reason: `${labels[label]} is there twice.` };
  else open.fields[label] = { line, text: value };
  open.last = label;
}

function finish(open: OpenRecord, parsed: ParsedText): void {
  const read = readRecord(open);
  if ('reason' in read) parsed.bad.push(read);
  else parsed.good.push({ line: open.line, record: read });
}

function readRecord({ line, fields, fault }: OpenRecord): SessionRecord | BadRecord {
  if (fault) return fault;
  const named = splitTime(fields.customer ?? { line, text: '' });
  const short: Partial<Record<Label, string>> = {};
  for (const label of ['customer', 'region', 'source', 'destination'] as const) {
    const field = label === 'customer' ? named.customer : fields[label];
    if (!field) return { line, reason: `${labels[label]} is missing.` };
    const problem = shortProblem(labels[label], field.text);
    if (problem) return { line: field.line, reason: problem };
    short[label] = field.text;
  }
  if (!fields.sessions) return { line, reason: 'Sessions is missing.' };
  const sessions = readSessions(fields.sessions.text);
  if (typeof sessions !== 'number') return { line: fields.sessions.line, reason: sessions.problem };
  const minutes = readTime(named.time, fields['time consumed']);
  if (minutes !== null && typeof minutes !== 'number') return minutes;
  const { observation } = fields;
  if (observation && observation.text.length > mostObservation)
    return { line: observation.line, reason: `Observation is longer than ${mostObservation} characters.` };
  return {
    customer: short.customer ?? '',
    region: short.region ?? '',
    source: short.source ?? '',
    destination: short.destination ?? '',
    sessions,
    minutes,
    observation: observation?.text || null,
  };
}

/** `mediconas.cz [15 mins]`: the name, and the time in brackets at its end. Brackets around anything else stay. */
function splitTime({ line, text }: Field): { customer: Field; time: Field | null } {
  const bracket = text.lastIndexOf('[');
  const inside = text.endsWith(']') ? text.slice(bracket + 1, -1).trim() : '';
  if (bracket === -1 || !/^-?\d+(?:[.,]\d+)?\s*[a-z.]*$/i.test(inside))
    return { customer: { line, text }, time: null };
  return { customer: { line, text: text.slice(0, bracket).trim() }, time: { line, text: inside } };
}

function readTime(bracket: Field | null, consumed: Field | undefined): number | null | BadRecord {
  const values: number[] = [];
  for (const field of [bracket, consumed]) {
    if (!field?.text) continue;
    const minutes = readMinutes(field.text);
    if (typeof minutes !== 'number') return { line: field.line, reason: minutes.problem };
    values.push(minutes);
  }
  const [first, second] = values;
  if (first !== undefined && second !== undefined && first !== second)
    return {
      line: consumed?.line ?? 0,
      reason: `Time Consumed says ${second} minutes, but the customer line says ${first}. Leave one out, or make them equal.`,
    };
  return first ?? null;
}

/** Several lines before the first record are one fault, not one each. */
function onePerRun(bad: readonly BadRecord[]): BadRecord[] {
  return bad.filter(({ line, reason }, index) => {
    const before = bad[index - 1];
    return !(before && before.reason === reason && before.line === line - 1);
  });
}
