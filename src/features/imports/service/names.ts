import type { Desk } from '../../../platform/desk.ts';
import { isDuplicateKey } from '../../../platform/errors.ts';
import { findPeople, type Person } from '../../people/index.ts';
import { ownCopy } from '../domain/rows.ts';
import { aliasModel } from '../model.ts';

/** Whom a name in a file means. */
export interface Matched {
  /** The key of the fact: a person's id, or `name:` and the name in lower case. */
  agent: string;
  agentName: string;
  person: Person | null;
  /** True when nobody matched and nobody has said that it shall stay a name. */
  unknown: boolean;
}

/** Matches names by e-mail, by a Slack name that only one person has, then by what was answered before. */
export async function nameMatcher(desk: Desk, workspace: string): Promise<(name: string) => Matched> {
  const people = await findPeople(desk, { workspace });
  const byId = new Map(people.map((person) => [person.userId, person]));
  const byWord = new Map<string, Person | null>();
  for (const record of people) {
    // An account that is linked to a Slack user means that user.
    const person = byId.get(record.linkedTo ?? record.userId) ?? record;
    for (const name of [record.name, ...(record.otherNames ?? [])].map(aliasOf)) {
      const other = byWord.get(name);
      byWord.set(name, other === undefined || other === person ? person : null);
    }
  }
  for (const record of people)
    for (const email of [record.email, record.accountEmail])
      if (email) byWord.set(aliasOf(email), byId.get(record.linkedTo ?? record.userId) ?? record);
  const aliases = await aliasModel(desk.database).find({ workspace }).lean();
  const answered = new Map(aliases.map(({ alias, userId }) => [alias, userId]));
  const byAlias = (word: string, name: string): Matched => {
    const person = byWord.get(word) ?? byId.get(answered.get(word) ?? name) ?? null;
    return person
      ? { agent: person.userId, agentName: person.name, person, unknown: false }
      : { agent: `name:${word}`, agentName: ownCopy(name), person: null, unknown: !answered.has(word) };
  };
  // By the name as it is written, and by what all its spellings come to.
  const written = new Map<string, Matched>();
  const meant = new Map<string, Matched>();
  return (name) => {
    let matched = written.get(name);
    if (!matched) {
      const word = aliasOf(name);
      matched = meant.get(word) ?? byAlias(word, name);
      meant.set(ownCopy(word), matched);
      written.set(ownCopy(name), matched);
    }
    return matched;
  };
}

/** Remembers whom names mean; null keeps a name a name. */
export async function rememberNames(
  desk: Desk,
  workspace: string,
  answers: ReadonlyMap<string, string | null>,
): Promise<void> {
  const Aliases = aliasModel(desk.database);
  for (const [name, userId] of answers) {
    const write = () =>
      Aliases.updateOne({ workspace, alias: aliasOf(name) }, { $set: { userId } }, { upsert: true });
    await write().catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
      return write();
    });
  }
}

function aliasOf(name: string): string {
  return name.trim().toLowerCase().replace(/\s+/g, ' ');
}
