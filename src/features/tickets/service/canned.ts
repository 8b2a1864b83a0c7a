import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import type { CannedReply } from '../domain/canned.ts';

const schema = z.array(
  z.strictObject({ key: z.string().max(75), title: z.string().max(75), text: z.string().max(3000) }),
);

let loaded: CannedReply[] | undefined;

/** The canned replies of `manifests/replies/general.yml`, read once. */
export function cannedReplies(): readonly CannedReply[] {
  const file = fileURLToPath(new URL('../../../../manifests/replies/general.yml', import.meta.url));
  loaded ??= schema.parse(parse(readFileSync(file, 'utf8')));
  return loaded;
}
