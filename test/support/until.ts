/**
 * Waits until `check` gives something truthy, and returns it. A check that throws counts as not yet.
 * Fails after `timeoutSeconds` with `what` and the last error, so that a red test says what never happened.
 */
export async function until<T>(
  what: string,
  check: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  timeoutSeconds = 30,
): Promise<T> {
  const deadline = Date.now() + timeoutSeconds * 1_000;
  let last: unknown;
  for (;;) {
    try {
      const result = await check();
      if (result) return result;
      last = result;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) {
      throw new Error(
        `never happened within ${timeoutSeconds} s: ${what} (last: ${last instanceof Error ? last.stack : JSON.stringify(last)})`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
