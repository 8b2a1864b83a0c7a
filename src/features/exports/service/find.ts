import type { Desk } from '../../../platform/desk.ts';
import { type ExportFields, exportModel } from '../model.ts';

/** An export by its id. */
export function findExport(desk: Desk, workspace: string, exportId: string): Promise<ExportFields | null> {
  return exportModel(desk.database).findOne({ workspace, _id: exportId }).lean<ExportFields>();
}
