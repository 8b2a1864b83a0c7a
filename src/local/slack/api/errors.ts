/** A refusal as Slack words it: an error code, and where known the reasons with their places. */
export class SlackError extends Error {
  readonly code: string;
  readonly messages: string[];
  readonly extra: Record<string, unknown>;

  constructor(code: string, messages: string[] = [], extra: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.messages = messages;
    this.extra = extra;
  }
}

/** The found thing, or Slack's refusal when there is none. */
export function found<T>(value: T | undefined, code: string): T {
  if (value === undefined) throw new SlackError(code);
  return value;
}
