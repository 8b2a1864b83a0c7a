import type { Desk } from '../../../platform/desk.ts';
import { type Deliverer, Undeliverable } from '../../../platform/outbox/index.ts';
import { importModel } from '../model.ts';
import { importMessage } from '../views/message.ts';
import { findImport } from './start.ts';

/** Posts the import's message to its person, later draws it again in place. */
export const deliverImport =
  (desk: Desk): Deliverer<{ importId: string }> =>
  async ({ workspace, payload: { importId } }, out) => {
    const shown = await findImport(desk, workspace, importId);
    if (!shown) throw new Undeliverable(`the import ${importId} is gone`);
    const message = importMessage(shown);
    const sent = await out.show(shown.message, { user: shown.by, ...message });
    if (shown.message) return sent;
    await importModel(desk.database).updateOne({ workspace, _id: importId }, { $set: { message: sent } });
    return sent;
  };
