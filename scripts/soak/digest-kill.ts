import { digestsThroughKills } from '../../test/e2e/digest-kills.ts';

const rounds = 5;
const mornings = 10;
const longestDelayMilliseconds = 6_000;

/** Lives ten mornings of a digest five times, with a kill each morning. @throws when one is lost or doubled. */
export async function soakDigestKill(say: (line: string) => void): Promise<void> {
  for (let round = 1; round <= rounds; round += 1) {
    const posted = await digestsThroughKills({
      mornings,
      downBefore: 2,
      delayMilliseconds: () => Math.random() * longestDelayMilliseconds,
    });
    const spans = new Set(posted.map(({ covers }) => covers));
    const isRight =
      posted.length === mornings && spans.size === mornings && posted.every(({ messages }) => messages === 2);
    if (!isRight) throw new Error(`round ${round}: ${JSON.stringify(posted)}`);
    say(`round ${round} of ${rounds}: ${mornings} digests, each once, with its table`);
  }
}
