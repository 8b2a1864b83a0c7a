import { matched } from '../../../platform/database/index.ts';
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
    const { message: standing, by: user } = shown;
    return out.show({
      standing,
      message: { user, ...importMessage(shown) },
      note: (message) =>
        matched(
          importModel(desk.database).updateOne(
            { workspace, _id: importId, 'message.ts': standing?.ts ?? null },
            { $set: { message } },
          ),
        ),
    });
  };
