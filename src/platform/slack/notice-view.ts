import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { section } from './blocks.ts';
import { defineModal } from './modal.ts';

const notice = defineModal({ id: 'platform.notice', meta: z.null(), fields: z.object({}) });

/** A modal that only says something; used where Slack offers no ephemeral answer (Home, modals). */
export function noticeView(text: string, blocks: KnownBlock[] = [section(text)]): ModalView {
  return notice.view({ title: 'Please note', close: 'Close', meta: null, blocks });
}
