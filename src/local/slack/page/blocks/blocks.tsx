import type { HeaderBlock, KnownBlock } from '@slack/types';
import { Element } from '../elements/element.tsx';
import { useSurface } from '../elements/surface.ts';
import { Markdown } from '../text/markdown.tsx';
import { RichText } from '../text/rich-text.tsx';
import { plain } from '../text/text.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { AlertView, CardView, CarouselView, ContainerView } from './cards.tsx';
import { ContextView } from './context.tsx';
import { FileBlockView } from './file.tsx';
import { ImageBlockView } from './image.tsx';
import { InputView } from './input.tsx';
import { SectionView } from './section.tsx';
import { DataTableView, TableView } from './table.tsx';
import { PlanView, TaskView } from './task.tsx';
import { VideoView } from './video.tsx';

/** Every block of a message, modal or Home. One that cannot be drawn says so and leaves the others alone. */
export function Blocks({ blocks }: { blocks: unknown[] }) {
  return (
    <div class="blocks">
      {(blocks as KnownBlock[]).map((block, index) => (
        <ErrorBoundary key={block.block_id ?? index} what={`a ${block.type} block`}>
          <Block block={block} />
        </ErrorBoundary>
      ))}
    </div>
  );
}

/** A heading, one level below that of the window or conversation it stands in. */
function HeaderView({ block }: { block: HeaderBlock }) {
  const Tag = useSurface().kind === 'modal' ? 'h3' : 'h2';
  return <Tag class="header-block">{plain(block.text)}</Tag>;
}

/** Draws one block of Block Kit. */
function Block({ block }: { block: KnownBlock }) {
  switch (block.type) {
    case 'section':
      return <SectionView block={block} />;
    case 'header':
      return <HeaderView block={block} />;
    case 'divider':
      return <hr class="divider-block" />;
    case 'context':
      return <ContextView block={block} />;
    case 'actions':
    case 'context_actions':
      return (
        <div class={`${block.type.replace('_', '-')}-block`}>
          {block.elements.map((element, index) => (
            <Element
              key={('action_id' in element && element.action_id) || index}
              element={element}
              blockId={block.block_id}
            />
          ))}
        </div>
      );
    case 'input':
      return <InputView block={block} />;
    case 'image':
      return <ImageBlockView block={block} />;
    case 'rich_text':
      return <RichText block={block} />;
    case 'markdown':
      return <Markdown text={block.text} />;
    case 'table':
      return <TableView block={block} />;
    case 'data_table':
      return <DataTableView block={block} />;
    case 'video':
      return <VideoView block={block} />;
    case 'file':
      return <FileBlockView block={block} />;
    case 'alert':
      return <AlertView block={block} />;
    case 'card':
      return <CardView block={block} />;
    case 'carousel':
      return <CarouselView block={block} />;
    case 'container':
      return (
        <ContainerView block={block}>
          <Blocks blocks={block.child_blocks} />
        </ContainerView>
      );
    case 'task_card':
      return <TaskView task={block} />;
    case 'plan':
      return <PlanView block={block} />;
    default:
      return (
        <p class="broken">{`This page does not know the block type "${(block as { type: string }).type}".`}</p>
      );
  }
}
