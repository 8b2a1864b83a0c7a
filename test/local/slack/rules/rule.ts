/** How sure we are that Slack does the same. */
type Source =
  /** Slack's own documentation or packages say so. */
  | 'documented'
  /** The refusal is documented, its wording or its place is our guess. */
  | 'wording assumed'
  /** Slack's behaviour is not known to us. */
  | 'not known';

/** A rule that the sandbox holds, as docs/sandbox-rules.md lists it. */
export interface Rule {
  rule: string;
  /** What is answered to who breaks it: Slack's error code, and for blocks the objection. */
  refusal: string;
  source?: Source;
}
