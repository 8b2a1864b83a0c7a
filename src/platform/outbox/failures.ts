import { ErrorCode, type WebAPIRateLimitedError } from '@slack/web-api';

/** The budget is used up; worth asking again after `milliseconds`. The call was not made. */
export class Paced extends Error {
  readonly milliseconds: number;
  /** The budget, so that others that need it are left alone meanwhile. */
  readonly bucket: string;
  constructor(milliseconds: number, bucket: string) {
    super(`paced for ${milliseconds} ms`);
    this.milliseconds = milliseconds;
    this.bucket = bucket;
  }
}

/** The delivery needs something that is not there yet (a card's message, a file being processed). */
export class NotYet extends Error {
  readonly milliseconds: number;
  constructor(what: string, milliseconds = 500) {
    super(what);
    this.milliseconds = milliseconds;
  }
}

/** The delivery can never succeed; the message says why and is logged loudly. */
export class Undeliverable extends Error {}

/** Slack's answers that no repetition changes. Source: the error tables of https://docs.slack.dev/reference/methods. */
const permanent = new Set([
  'account_inactive',
  'cannot_dm_bot',
  'cannot_reply_to_message',
  'cant_update_message',
  'channel_is_archived',
  'channel_not_found',
  'edit_window_closed',
  'invalid_arguments',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_metadata_format',
  'is_archived',
  'message_not_found',
  'messages_tab_disabled',
  'missing_scope',
  'msg_too_long',
  'no_permission',
  'not_in_channel',
  'restricted_action',
  'thread_not_found',
  'user_disabled',
  'user_not_found',
  'user_not_visible',
  'view_too_large',
]);

const uneditable = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'channel_not_found',
  'is_archived',
  'is_inactive',
]);

/** True when Slack says that a message cannot be edited any more. Source: the errors of chat.update. */
export function isUneditable(error: unknown): boolean {
  return uneditable.has(slackErrorCode(error) ?? '');
}

/** Slack's own error code of a refused call, such as `channel_not_found`. */
export function slackErrorCode(error: unknown): string | undefined {
  return (error as { data?: { error?: string } } | undefined)?.data?.error;
}

/** True when Slack's answer will not change. */
export function isPermanent(error: unknown): boolean {
  if (error instanceof Undeliverable) return true;
  return permanent.has(slackErrorCode(error) ?? '');
}

/** True when Slack may have taken a call, or take it yet, although no answer came. */
export function isUnanswered(error: unknown): boolean {
  const { code, original } = error as { code?: string; original?: { code?: string } };
  return code === ErrorCode.RequestError && !neverArrived.has(original?.code ?? '');
}

/** Network errors of a call that has not left this machine. */
const neverArrived = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** Seconds to leave a method alone, when Slack said so. */
export function retryAfterSeconds(error: unknown): number | undefined {
  const limited = error as Partial<WebAPIRateLimitedError>;
  return limited.code === ErrorCode.RateLimitedError ? limited.retryAfter : undefined;
}
