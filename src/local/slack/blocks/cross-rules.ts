import type { Caller } from '../api/method.ts';
import type { Json } from '../control/types.ts';
import { canOpenFile } from '../state/access.ts';
import { objection } from './objections.ts';
import { fileIdOf } from './pictures.ts';
import { elementsOf, isPart, type Part } from './walk.ts';

const maxMarkdown = 12_000;
const pictures = new Set(['image/png', 'image/jpeg', 'image/gif']);

/** A rule over all blocks of a message or view together. */
type Rule = (caller: Caller, blocks: readonly Part[], root: string) => string[];

const uniqueBlockIds: Rule = (_, blocks, root) => {
  const seen = new Set<unknown>();
  return blocks.flatMap((block, index) => {
    if (block.block_id === undefined || !seen.has(block.block_id)) {
      seen.add(block.block_id);
      return [];
    }
    return [objection(`\`block_id\` "${block.block_id}" already exists`, root, [index, 'block_id'])];
  });
};

const uniqueActionIds: Rule = (_, blocks, root) =>
  blocks.flatMap((block, index) => {
    const ids = elementsOf([block]).map(({ element }) => element.action_id);
    return ids.flatMap((id, at) =>
      ids.indexOf(id) === at
        ? []
        : [
            objection(`\`action_id\` "${id}" already exists in this block`, root, [
              index,
              'elements',
              at,
              'action_id',
            ]),
          ],
    );
  });

const oneFocus: Rule = (_, blocks, root) => {
  const focused = elementsOf(blocks).filter(({ element }) => element.focus_on_load === true);
  return focused.length > 1 ? [objection('only one element may have focus_on_load', root)] : [];
};

const oneTable: Rule = (_, blocks, root) =>
  blocks
    .map((block, index) => ({ block, index }))
    .filter(({ block }) => block.type === 'table')
    .slice(1)
    .map(({ index }) => objection('only one table is allowed in a message', root, [index]));

const markdownLength: Rule = (_, blocks, root) => {
  const texts = blocks.filter((block) => block.type === 'markdown').map((block) => String(block.text));
  const total = texts.reduce((sum, text) => sum + text.length, 0);
  return total > maxMarkdown
    ? [objection(`markdown blocks must have less than ${maxMarkdown + 1} characters together`, root)]
    : [];
};

const videoAllowed: Rule = (caller, blocks, root) =>
  blocks.flatMap((block, index) => {
    if (block.type !== 'video') return [];
    if (!caller.token.scopes.includes('links.embed:write'))
      return [objection('video blocks need the scope links.embed:write', root, [index])];
    const host = URL.parse(String(block.video_url))?.hostname ?? '';
    const domains = caller.world.manifest.features.unfurl_domains;
    const isListed = domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
    return isListed
      ? []
      : [objection('video_url is not in the unfurl domains of the app', root, [index, 'video_url'])];
  });

const slackFiles: Rule = (caller, blocks, root) =>
  pictureParts(blocks).flatMap(({ part, path }) => {
    const reference = part.slack_file;
    if (!isPart(reference)) return [];
    const fault = fileFault(caller, reference);
    return fault ? [objection(fault, root, [...path, 'slack_file'])] : [];
  });

/** Every part that may be an image, as block, element or accessory, with its path. */
function pictureParts(blocks: readonly Part[]): { part: Part; path: PropertyKey[] }[] {
  return blocks.flatMap((block, index) => [
    { part: block, path: [index] },
    ...(isPart(block.accessory) ? [{ part: block.accessory, path: [index, 'accessory'] }] : []),
    ...partsIn(block.elements).map(({ part, at }) => ({ part, path: [index, 'elements', at] })),
    ...pictureParts(partsIn(block.child_blocks).map(({ part }) => part)).map(({ part, path }) => ({
      part,
      path: [index, 'child_blocks', ...path],
    })),
  ]);
}

function partsIn(value: unknown): { part: Part; at: number }[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((part: unknown, at) => (isPart(part) ? [{ part, at }] : []));
}

/** A file in an image block must be the poster's to see, a picture, and processed. */
function fileFault(caller: Caller, reference: Part): string | undefined {
  const { world } = caller;
  const file = world.files.get(fileIdOf(reference));
  if (!file || !canOpenFile(world, caller.user, file)) return 'slack file not found';
  const isReady = file.step === 'complete' && world.tuning.protocolNow() >= file.readyAt;
  if (!isReady || !pictures.has(file.mimetype) || file.width === undefined) return 'invalid slack file';
  return undefined;
}

const fileInputScope: Rule = (caller, blocks, root) =>
  blocks.flatMap((block, index) =>
    isPart(block.element) &&
    block.element.type === 'file_input' &&
    !caller.token.scopes.includes('files:read')
      ? [objection('file_input needs the scope files:read', root, [index, 'element'])]
      : [],
  );

/** Rules for every surface, and those for messages or views alone. */
const rules = {
  everywhere: { uniqueBlockIds, uniqueActionIds, oneFocus, videoAllowed, slackFiles },
  message: { oneTable, markdownLength },
  view: { fileInputScope },
} as const;

/** The objections of all rules of a surface. */
export function crossObjections(
  caller: Caller,
  blocks: readonly Json[],
  root: string,
  surface: 'message' | 'view',
): string[] {
  const applied = [...Object.values(rules.everywhere), ...Object.values(rules[surface])] as Rule[];
  return applied.flatMap((rule) => rule(caller, blocks as Part[], root));
}

/** A file input stands in modals only. */
export function fileInputsIn(blocks: readonly Json[], root: string): string[] {
  return (blocks as Part[]).flatMap((block, index) =>
    isPart(block.element) && block.element.type === 'file_input'
      ? [objection('unsupported type: file_input', root, [index, 'element', 'type'])]
      : [],
  );
}
