/**
 * Which budgets this process has found used up, so that what waits for one is not tried again before it opens. By the
 * steady clock, which nobody sets.
 */
export class ClosedBudgets {
  readonly #until = new Map<string, { workspace: string; bucket: string; at: number }>();

  close(workspace: string, bucket: string, milliseconds: number): void {
    this.#until.set(`${workspace} ${bucket}`, { workspace, bucket, at: performance.now() + milliseconds });
  }

  isOpen(workspace: string, bucket: string): boolean {
    return (this.#until.get(`${workspace} ${bucket}`)?.at ?? 0) <= performance.now();
  }

  /** The budgets of a workspace that are still used up. */
  closed(workspace: string): string[] {
    const now = performance.now();
    for (const [key, { at }] of this.#until) if (at <= now) this.#until.delete(key);
    return [...this.#until.values()].flatMap((one) => (one.workspace === workspace ? [one.bucket] : []));
  }

  /** Milliseconds until the next one opens; none: forever. */
  opensIn(): number {
    const moments = [...this.#until.values()].map(({ at }) => at - performance.now());
    return Math.max(1, Math.min(Number.POSITIVE_INFINITY, ...moments));
  }
}
