import type { KnownBlock, ModalView } from '@slack/types';
import type { z } from 'zod';
import { FieldErrors } from '../errors.ts';
import { limits, plain } from './blocks.ts';
import { type Fields, readState } from './view-state.ts';

/** The submitted or clicked view, as far as the desk reads it. */
export interface SubmittedView {
  id: string;
  hash: string;
  root_view_id?: string | null;
  previous_view_id?: string | null;
  callback_id: string;
  private_metadata: string;
  blocks: { block_id?: string; type: string }[];
  state?: { values: Parameters<typeof readState>[0] };
}

/** What a view is built from; `meta` travels in private_metadata. */
interface ModalContent<Meta> {
  title: string;
  submit?: string;
  close?: string;
  meta: Meta;
  blocks: KnownBlock[];
  notifyOnClose?: boolean;
  /** Closing it closes what lies below, too. */
  clearOnClose?: boolean;
}

/** One typed contract between a view and its listener. */
export interface Modal<Meta, Values> {
  readonly id: string;
  view(content: ModalContent<Meta>): ModalView;
  meta(view: SubmittedView): Meta;
  /** What was typed, unchecked, for buttons inside the view that must keep it. */
  draft(view: SubmittedView): Fields;
  /** @throws FieldErrors with the message for each field that does not fit. */
  fields(view: SubmittedView): Values;
}

/**
 * Defines a modal: `id` is its callback id, block ids are the names in `fields`.
 * Messages in `fields` are read by people: say what would be right, with an example.
 */
export function defineModal<MetaSchema extends z.ZodType, FieldSchema extends z.ZodType>(contract: {
  id: string;
  meta: MetaSchema;
  fields: FieldSchema;
}): Modal<z.infer<MetaSchema>, z.infer<FieldSchema>> {
  return {
    id: contract.id,
    view: ({ title, submit, close, meta, blocks, notifyOnClose, clearOnClose }) => ({
      type: 'modal',
      callback_id: contract.id,
      title: plain(title, limits.modalTitle),
      ...(submit ? { submit: plain(submit, limits.modalTitle) } : {}),
      close: plain(close ?? 'Cancel', limits.modalTitle),
      private_metadata: JSON.stringify(meta),
      blocks,
      ...(notifyOnClose ? { notify_on_close: true } : {}),
      ...(clearOnClose ? { clear_on_close: true } : {}),
    }),
    meta: (view) => contract.meta.parse(JSON.parse(view.private_metadata || 'null')),
    draft: (view) => readState(view.state?.values),
    fields: (view) => {
      const parsed = contract.fields.safeParse(readState(view.state?.values));
      if (parsed.success) return parsed.data;
      const fields: Record<string, string> = {};
      for (const issue of parsed.error.issues) fields[String(issue.path[0] ?? '')] ??= issue.message;
      throw new FieldErrors(fields);
    },
  };
}
