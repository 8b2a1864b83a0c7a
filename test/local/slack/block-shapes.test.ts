import type {
  ActionsBlock,
  ContextBlock,
  HeaderBlock,
  HomeView,
  ImageBlock,
  InputBlock,
  KnownBlock,
  ModalView,
  SectionBlock,
  TableBlock,
} from '@slack/types';
import { describe, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type {
  actions,
  context,
  header,
  imageBlock,
  input,
  section,
} from '../../../src/local/slack/blocks/basic-blocks.ts';
import type { table } from '../../../src/local/slack/blocks/rich-blocks.ts';
import type { homeView, messageBlocks, modalView } from '../../../src/local/slack/blocks/surfaces.ts';

describe('what the sandbox accepts is what @slack/types describes', () => {
  test('block by block', () => {
    type Accepted =
      | z.input<typeof messageBlocks>[number]['type']
      | z.input<typeof modalView>['blocks'][number]['type'];
    // A file block is only ever read, not posted.
    expectTypeOf<Accepted>().toEqualTypeOf<Exclude<KnownBlock['type'], 'file'>>();
    expectTypeOf<keyof ActionsBlock>().toEqualTypeOf<keyof z.input<typeof actions>>();
    expectTypeOf<keyof ContextBlock>().toEqualTypeOf<keyof z.input<typeof context>>();
    expectTypeOf<keyof HeaderBlock>().toEqualTypeOf<keyof z.input<typeof header>>();
    expectTypeOf<keyof InputBlock>().toEqualTypeOf<keyof z.input<typeof input>>();
    expectTypeOf<keyof SectionBlock>().toEqualTypeOf<keyof z.input<typeof section>>();
    expectTypeOf<keyof TableBlock>().toEqualTypeOf<keyof z.input<typeof table>>();
    expectTypeOf<keyof ImageBlock>().toExtend<keyof z.input<typeof imageBlock>>();
    expectTypeOf<keyof HomeView>().toEqualTypeOf<keyof z.input<typeof homeView>>();
    expectTypeOf<keyof ModalView>().toExtend<keyof z.input<typeof modalView>>();
  });
});
