import { accessRules } from './access-rules.ts';
import { behaviours } from './behaviours.ts';
import { blockFaults } from './block-faults.ts';
import { blockLimits } from './block-limits.ts';
import { elementFaults } from './element-faults.ts';
import { fileRules, transferRules } from './file-rules.ts';
import { mediaFaults } from './media-faults.ts';
import { messageRules } from './message-rules.ts';
import { oauthRules } from './oauth-rules.ts';
import { responseRules } from './response-rules.ts';
import type { Rule } from './rule.ts';
import { stepRules } from './step-rules.ts';
import { viewFaults, viewRules } from './view-rules.ts';

const code = (rules: readonly Rule[]) => rules.map((rule) => ({ ...rule, refusal: `\`${rule.refusal}\`` }));
const objection = (error: string, rules: readonly Rule[]) =>
  rules.map((rule) => ({
    ...rule,
    refusal: `\`${error}\`: ${rule.refusal.replace(/ \[json-pointer:.*$/, '')}`,
  }));

/** Every rule by area, in the order of the page. */
export const catalog: [area: string, rules: Rule[]][] = [
  ['Calls and tokens', code(accessRules)],
  ['Messages and conversations', [...code(messageRules), ...of('Messages and conversations')]],
  ['Limits of blocks', objection('invalid_blocks', blockLimits)],
  ['Faults of blocks', objection('invalid_blocks', [...blockFaults, ...elementFaults, ...mediaFaults])],
  ['Views', [...code(viewRules), ...objection('invalid_arguments', viewFaults), ...of('Views')]],
  ['Acks', of('Acks')],
  ['Response URLs', [...code(responseRules), ...of('Response URLs')]],
  ['Files', [...code(fileRules), ...code(transferRules), ...of('Files')]],
  ['Events', of('Events')],
  ['Socket Mode', of('Socket Mode')],
  ['HTTP', of('HTTP')],
  ['Workflow steps', code(stepRules)],
  ['Installing', [...code(oauthRules), ...of('Installing')]],
  ['Manifest', of('Manifest')],
  ['Rates', of('Rates')],
  ['Trouble on request', of('Trouble on request')],
];

function of(area: string): Rule[] {
  return behaviours.filter((each) => each.area === area);
}
