import type { ActName, ActResult, Acts } from '../../control/types.ts';
import { act } from '../api.ts';
import { notify } from './notices.ts';
import { me } from './workspace.ts';

/**
 * Does something as the person of this tab. A refusal of the sandbox itself becomes a notice; the app's
 * own failures reach the page as live notices.
 */
export async function perform<Name extends ActName>(name: Name, body: Acts[Name]): Promise<ActResult> {
  try {
    return await act(me.value.id, name, body);
  } catch (error) {
    notify(error instanceof Error ? error.message : 'The sandbox could not be reached.');
    return { ok: false };
  }
}
