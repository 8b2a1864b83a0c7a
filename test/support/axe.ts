import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

interface Fault {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary: string }[];
}

const script = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Looks at what is on the screen with axe-core. @returns its serious and critical faults, one line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: script });
  const found = await page.evaluate<Fault[]>('axe.run(document).then((result) => result.violations)');
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary}`),
    );
}
