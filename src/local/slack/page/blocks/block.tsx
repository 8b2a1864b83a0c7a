import type { KnownBlock } from '@slack/types';
import { Element } from '../elements/element.tsx';
import { Markdown } from '../text/markdown.tsx';
import { RichText } from '../text/rich-text.tsx';
import { plain } from '../text/text.tsx';
import { AlertView, CardView, CarouselView, ContainerView } from './cards.tsx';
import { ContextView } from './context.tsx';
import { FileBlockView } from './file.tsx';
import { ImageBlockView } from './image.tsx';
import { InputView } from './input.tsx';
import { SectionView } from './section.tsx';
import { DataTableView, TableView } from './table.tsx';
import { PlanView, TaskView } from './task.tsx';
import { VideoView } from './video.tsx';

/** Draws one block of Block Kit. */
export function Block({ block }: { block: KnownBlock }) {
  switch (block.type) {
    case 'section':
      return <SectionView block={block} />;
    case 'header':
      return <h3 class="header-block">{plain(block.text)}</h3>;
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
      return <ContainerView block={block} />;
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
