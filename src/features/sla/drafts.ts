import { isDeepStrictEqual } from 'node:util';
import { nanoid } from 'nanoid';
import { defineModel } from '../../platform/database/index.ts';
import type { Desk } from '../../platform/desk.ts';
import { UserError } from '../../platform/errors.ts';
import { type AuditEntry, audit } from '../settings/index.ts';
import { publishedVersions, publishPolicies } from './policies.ts';
import type { PolicyText } from './policy-text.ts';

/** A preview that is looked at longer has to be made anew. */
const keepHours = 24;

const draftModel = defineModel<{
  _id: string;
  text: PolicyText;
  version: number;
  by: string;
  expireAt: Date;
}>(
  'sla_drafts',
  {
    _id: { type: String, required: true },
    text: { type: Object, required: true },
    version: { type: Number, required: true },
    by: { type: String, required: true },
    expireAt: { type: Date, required: true },
  },
  [{ keys: { expireAt: 1 }, expireAfterSeconds: 0, serves: 'drafts are dropped after a day' }],
);

/** Keeps policies, and the version they were made from, between their preview and their publication; they are too long for a view's own memory. */
export async function saveDraft(
  desk: Desk,
  { workspace, by, text }: { workspace: string; by: string; text: PolicyText },
): Promise<string> {
  const _id = nanoid();
  const expireAt = new Date(Date.now() + keepHours * 3_600_000);
  const version = (await publishedVersions(desk, workspace)).at(-1)?.version ?? 0;
  await draftModel(desk.database).create({ _id, workspace, by, text, version, expireAt });
  return _id;
}

/**
 * Puts a draft in force, with an entry in the audit log.
 * @throws UserError when the draft is gone, or others have changed the policies since.
 */
export async function publishDraft(
  desk: Desk,
  { workspace, by, draftId }: { workspace: string; by: string; draftId: string },
): Promise<void> {
  const draft = await draftModel(desk.database).findOne({ workspace, _id: draftId }).lean();
  if (!draft) throw new UserError('This preview is too old. Make it again with /desk sla.');
  const versions = await publishedVersions(desk, workspace);
  const before = writtenIn(versions.at(-1));
  if (!isDeepStrictEqual(before, writtenIn(versions.find(({ version }) => version === draft.version))))
    throw new UserError(
      'Someone else has changed the policies since this preview. Start again with /desk sla.',
    );
  const after: Written = { written: draft.text.policies, calendars: draft.text.calendars };
  const about = {
    by,
    kind: 'sla',
    subject: 'policies',
    summary: 'Published SLA policies',
    before,
    after,
  } as const;
  await audit(desk, workspace, about, () => publishPolicies(desk, workspace, { by, ...after }));
}

/**
 * Puts back the policies that were in force before a change.
 * @throws UserError when they were changed again since: that would be lost.
 */
export async function undoPolicies(
  desk: Desk,
  workspace: string,
  entry: AuditEntry,
  by: string,
): Promise<void> {
  const current = await writtenNow(desk, workspace);
  if (!isDeepStrictEqual(current, entry.after))
    throw new UserError('The policies were changed again since. Take the later changes back first.');
  await publishPolicies(desk, workspace, { by, ...(entry.before as Written) });
}

/** What managers wrote of the policies in force. */
export async function writtenNow(desk: Desk, workspace: string): Promise<Written> {
  return writtenIn((await publishedVersions(desk, workspace)).at(-1));
}

/** What managers wrote of a version. */
function writtenIn(version: Written | undefined): Written {
  return { written: version?.written ?? [], calendars: version?.calendars ?? [] };
}

type Written = { written: PolicyText['policies']; calendars: PolicyText['calendars'] };
