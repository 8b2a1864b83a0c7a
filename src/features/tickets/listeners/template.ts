import type { Desk } from '../../../platform/desk.ts';
import { UserError } from '../../../platform/errors.ts';
import { assertCan, getPerson } from '../../people/index.ts';
import { labelsOf } from '../domain/fields-text.ts';
import { ids } from '../ids.ts';
import { openTicket } from '../service/open.ts';
import { presetsOf } from '../service/presets.ts';
import { fromTemplateModal, fromTemplateView, openedView } from '../views/template.ts';

/** `/ticket template [name]`: agents open a ticket for somebody else from a template. */
export function listenForTemplates(desk: Desk): void {
  const { slack } = desk;
  slack.command({
    command: 'ticket',
    name: 'template',
    usage: '[name]',
    description: 'Open a ticket for someone from a template',
    handler: async (c) => {
      assertCan(await getPerson(desk, c), 'ticket.openForOthers');
      const templates = await templatesOf(desk, c.workspace);
      const template = c.args === '' ? null : templateCalled(templates, c.args);
      await c.openModal(fromTemplateView(templates, template, { requester: null, round: 0 }));
    },
  });
  slack.action(ids.chosenTemplate, async (c) => {
    if (!c.view) return;
    const templates = await templatesOf(desk, c.workspace);
    const template = templates.find(({ key }) => key === c.value) ?? null;
    const requester = typeof c.fields.requester === 'string' ? c.fields.requester : null;
    await c.ack();
    const view = fromTemplateView(templates, template, { requester, round: desk.clock.now().getTime() });
    await c.client.views.update({ view_id: c.view.id, hash: c.view.hash, view });
  });
  slack.modal(fromTemplateModal, async (c, { fields: { requester, category, tags, ...fields } }) => {
    const { workspace, userId: by, key } = c;
    assertCan(await getPerson(desk, c), 'ticket.openForOthers');
    const ticket = await openTicket(desk, {
      ...fields,
      ...labelsOf({ category, tags }),
      workspace,
      by,
      requester,
      origin: { kind: 'template', key },
    });
    return { response_action: 'update', view: openedView(ticket) };
  });
}

async function templatesOf(desk: Desk, workspace: string) {
  return (await presetsOf(desk, workspace, 'template')).map(({ value }) => value);
}

/** The one of that name or key, or whose name begins so. @throws UserError naming those there are. */
function templateCalled<T extends { key: string; title: string }>(
  templates: readonly T[],
  wanted: string,
): T {
  const name = wanted.trim().toLowerCase();
  const found =
    templates.find(({ key, title }) => key === name || title.toLowerCase() === name) ??
    templates.find(({ key, title }) => key.startsWith(name) || title.toLowerCase().startsWith(name));
  if (found) return found;
  const titles = templates.map(({ title }) => title).join(', ');
  throw new UserError(
    titles
      ? `There is no template “${wanted.slice(0, 75)}”. There are: ${titles}.`
      : 'There is no template yet.',
  );
}
