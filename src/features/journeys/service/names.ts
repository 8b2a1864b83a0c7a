import type { Desk } from '../../../platform/desk.ts';
import { getPerson } from '../../people/index.ts';

/** Who is named as the author of what was read from `manifests/journeys/`. */
export const BY_MANIFEST = 'desk';

/** A person as they are called, for texts that must not notify anybody (docs/rules/voice.md). */
export async function nameOf(desk: Desk, workspace: string, userId: string): Promise<string> {
  return userId === BY_MANIFEST ? 'The desk' : (await getPerson(desk, { workspace, userId })).name;
}
