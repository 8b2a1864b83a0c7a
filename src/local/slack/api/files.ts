import { z } from 'zod';
import { post } from '../conversation/post.ts';
import { complete, promise } from '../files/receive.ts';
import { canOpenFile } from '../state/access.ts';
import { fileObject } from '../state/present.ts';
import type { StoredFile } from '../state/records.ts';
import { contentOf } from './content.ts';
import { found, SlackError } from './errors.ts';
import { targetOf } from './lookups.ts';
import { type Caller, count, id, json, list, type Method, method, text } from './method.ts';

/** Slack takes files up to 1 GB. */
const maxBytes = 1_073_741_824;

function fileOf(caller: Caller, fileId: string): StoredFile {
  const file = found(caller.world.files.get(fileId), 'file_not_found');
  if (file.step !== 'complete' || !canOpenFile(caller.world, caller.user, file))
    throw new SlackError('file_not_found');
  return file;
}

export const files: Record<string, Method> = {
  'files.getUploadURLExternal': method({
    scopes: ['files:write'],
    tier: 4,
    parameters: z.object({
      filename: id(),
      length: count(),
      alt_text: text().optional(),
      alt_txt: text().optional(),
      snippet_type: text().optional(),
    }),
    run(caller, args) {
      const altText = args.alt_text ?? args.alt_txt;
      if (args.length <= 0)
        throw new SlackError('invalid_arguments', ['[ERROR] length must be greater than 0']);
      if (args.length > maxBytes) throw new SlackError('file_upload_size_restricted');
      if ((altText?.length ?? 0) > 1000) throw new SlackError('alt_text_too_large');
      const file = promise(
        caller.world,
        { team: caller.team, user: caller.user, byApp: caller.token.kind === 'bot' },
        { name: args.filename, size: args.length, ...(altText && { altText }) },
      );
      return { upload_url: `${caller.world.baseUrl}/upload/v1/${file.id}`, file_id: file.id };
    },
  }),

  'files.completeUploadExternal': method({
    scopes: ['files:write'],
    tier: 4,
    parameters: z.object({
      files: json(z.array(z.object({ id: id(), title: text().optional() })).min(1)),
      channel_id: text().optional(),
      channels: text().optional(),
      thread_ts: text().optional(),
      initial_comment: text().optional(),
      blocks: list().optional(),
    }),
    run(caller, args) {
      const uploaded = args.files.map((each) => {
        const file = found(caller.world.files.get(each.id), 'file_not_found');
        if (file.user !== caller.user || file.step !== 'received') throw new SlackError('file_not_found');
        return { file, title: each.title };
      });
      const targets = [...(args.channel_id ? [args.channel_id] : []), ...(args.channels?.split(',') ?? [])];
      if (args.thread_ts && targets.length > 1) throw new SlackError('invalid_arguments');
      const channels = targets.map((target) => targetOf(caller, target));
      const content =
        args.initial_comment === undefined && args.blocks
          ? contentOf(caller, { blocks: args.blocks })
          : { text: args.initial_comment ?? '' };
      const done = uploaded.map(({ file, title }) => complete(caller.world, file, title));
      for (const channel of channels)
        post(caller.world, channel, {
          ...content,
          user: caller.user,
          ...(caller.installation && { bot_id: caller.installation.botId, app_id: caller.world.app.id }),
          team: caller.team,
          fileIds: done.map((file) => file.id),
          ...(args.thread_ts && { thread_ts: args.thread_ts }),
        });
      return { files: done.map((file) => fileObject(caller.world, caller.world.files.get(file.id) ?? file)) };
    },
  }),

  'files.info': method({
    scopes: ['files:read'],
    tier: 4,
    parameters: z.object({ file: id(), cursor: text().optional(), limit: count().optional() }),
    run(caller, args) {
      const file = fileOf(caller, args.file);
      return { file: { ...fileObject(caller.world, file), shares: sharesOf(caller, file) }, comments: [] };
    },
  }),

  'files.delete': method({
    scopes: ['files:write'],
    tier: 3,
    parameters: z.object({ file: id() }),
    run(caller, args) {
      const file = fileOf(caller, args.file);
      if (file.user !== caller.user) throw new SlackError('cant_delete_file');
      caller.world.files.delete(file.id);
      caller.world.store.deleteContent(file.id);
      return {};
    },
  }),

  'files.list': method({
    scopes: ['files:read'],
    tier: 3,
    parameters: z.object({
      channel: text().optional(),
      user: text().optional(),
      count: count().optional(),
      page: count().optional(),
    }),
    run(caller, args) {
      const all = caller.world.files.filter(
        (file) =>
          file.step === 'complete' &&
          canOpenFile(caller.world, caller.user, file) &&
          (args.user === undefined || file.user === args.user) &&
          (args.channel === undefined || file.channels.includes(args.channel)),
      );
      const size = args.count ?? 100;
      const at = args.page ?? 1;
      const shown = all.slice((at - 1) * size, at * size).map((file) => fileObject(caller.world, file));
      return {
        files: shown,
        paging: { count: size, total: all.length, page: at, pages: Math.ceil(all.length / size) },
      };
    },
  }),
};

/** Where the file was shared, by kind of conversation, as apps look up the message of an upload. */
function sharesOf(caller: Caller, file: StoredFile) {
  const shares: Record<'public' | 'private', Record<string, { ts: string; thread_ts?: string }[]>> = {
    public: {},
    private: {},
  };
  for (const id of file.channels) {
    const kind = caller.world.channels.get(id)?.kind === 'public' ? 'public' : 'private';
    shares[kind][id] = caller.world.messages
      .in(id)
      .filter((message) => message.fileIds?.includes(file.id))
      .map((message) => ({ ts: message.ts, ...(message.thread_ts && { thread_ts: message.thread_ts }) }));
  }
  return shares;
}
