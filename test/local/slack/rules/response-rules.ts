import type { Bench, CallRule } from './call-rule.ts';

const commandUrl = async (bench: Bench): Promise<string> => {
  await bench.trigger();
  return bench.app.received.at(-1)?.payload.response_url ?? '';
};

const use = async (url: string, body: Record<string, unknown> = { text: 'x' }) => {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  if (response.ok) return { ok: true };
  return (await response.json()) as { ok: boolean; error: string };
};

/** Response URLs. */
export const responseRules: CallRule[] = [
  {
    rule: 'A response URL is used 5 times',
    refusal: 'used_url',
    source: 'wording assumed',
    async attempt(bench) {
      const url = await commandUrl(bench);
      for (let uses = 0; uses < 5; uses += 1) {
        const taken = await use(url);
        if (!taken.ok) return taken;
      }
      return use(url);
    },
  },
  {
    rule: 'A response URL lives 30 minutes',
    refusal: 'expired_url',
    source: 'wording assumed',
    async attempt(bench) {
      const url = await commandUrl(bench);
      bench.skip(30 * 60_000 - 1000);
      const inTime = await use(url);
      if (!inTime.ok) return inTime;
      bench.skip(1001);
      return use(url);
    },
  },
  {
    rule: 'A response URL was given out',
    refusal: 'invalid_url',
    source: 'wording assumed',
    attempt: ({ sandbox }) => use(`${sandbox.url}/hooks/actions/T0SHIFTDESK/none`),
  },
  {
    rule: 'A response has content',
    refusal: 'no_text',
    attempt: async (bench) => use(await commandUrl(bench), {}),
  },
  {
    rule: 'Blocks of a response keep the rules of blocks',
    refusal: 'invalid_blocks',
    source: 'wording assumed',
    attempt: async (bench) => use(await commandUrl(bench), { blocks: [{ type: 'banner' }] }),
  },
];
