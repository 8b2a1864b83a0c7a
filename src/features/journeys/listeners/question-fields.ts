import { FieldErrors } from '../../../platform/errors.ts';
import { type Fault, parseFields, parseNext, questionFrom } from '../definition.ts';
import { optionsOf } from '../domain/option-lines.ts';
import type { Question } from '../domain/types.ts';
import { joined } from '../views/fields.ts';

type QuestionFields = {
  id: string;
  ask: string;
  kind: string;
  help: string;
  example: string;
  optional: string[];
  more: string;
} & Record<string, unknown>;

/** Fields of the form that are no YAML; everything else of a question is said in `more`. */
const OWN = ['id', 'ask', 'kind', 'options', 'help', 'example', 'optional', 'next'];

/** The question that a form describes. @throws FieldErrors with each fault beside its field, YAML with its line. */
export function questionOf(fields: QuestionFields): Question {
  const { id, ask, kind, help, example, optional } = fields;
  const next = joined(fields, 'next');
  const follows = next.trim() ? parseNext(next) : { value: undefined, faults: [] };
  const more = fields.more.trim() ? parseFields(fields.more) : { value: {}, faults: [] };
  const taken = Object.keys(more.value ?? {}).find((name) => OWN.includes(name));
  const errors: Record<string, string> = {
    ...(follows.faults.length > 0 ? { next: faultsText(follows.faults) } : {}),
    ...(more.faults.length > 0 ? { more: faultsText(more.faults) } : {}),
    ...(taken ? { more: `"${taken}" has a field of its own above.` } : {}),
  };
  if (Object.keys(errors).length > 0) throw new FieldErrors(errors);
  const read = questionFrom({
    id,
    ask,
    kind,
    ...(kind === 'single' || kind === 'multi' ? { options: optionsOf(joined(fields, 'options')) } : {}),
    ...(help ? { help } : {}),
    ...(example ? { example } : {}),
    ...(optional.length > 0 ? { optional: true } : {}),
    ...more.value,
    ...(follows.value === undefined ? {} : { next: follows.value }),
  });
  if (!read.value) throw new FieldErrors(byField(read.faults));
  return read.value;
}

/** Faults in words, a line each, with the line of the text they stand in. */
export const faultsText = (faults: readonly Fault[]): string =>
  faults.map(({ line, message }) => (line === null ? message : `Line ${line}: ${message}`)).join('\n');

function byField(faults: readonly Fault[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { field, message } of faults) {
    const name = field !== null && OWN.includes(field) ? field : 'more';
    fields[name] = fields[name] ? `${fields[name]}\n${message}` : message;
  }
  return fields;
}
