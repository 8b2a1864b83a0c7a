import type { Choice } from './types.ts';

/**
 * Cuts choices, in order, into rounds in which no agent comes twice. The writes of a round touch different documents
 * and can go out together; whoever loses one is at most one ticket behind when the next round is planned.
 */
export function roundsOf(choices: readonly Choice[]): Choice[][] {
  const rounds: Choice[][] = [];
  let names = new Set<string>();
  for (const choice of choices) {
    const round = rounds.at(-1);
    if (!round || names.has(choice.agent.userId)) {
      rounds.push([choice]);
      names = new Set();
    } else round.push(choice);
    names.add(choice.agent.userId);
  }
  return rounds;
}
