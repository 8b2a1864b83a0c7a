import type { AlertBlock, CardBlock, CarouselBlock, ContainerBlock } from '@slack/types';
import { CircleAlert, CircleCheck, type IconNode, Info, TriangleAlert } from 'lucide';
import type { ComponentChildren } from 'preact';
import { Element } from '../elements/element.tsx';
import { RichText } from '../text/rich-text.tsx';
import { plain, Text } from '../text/text.tsx';
import { Icon } from '../ui/icon.tsx';
import { ImagePart } from './image.tsx';

const alertIcons: Record<NonNullable<AlertBlock['level']>, IconNode> = {
  default: Info,
  info: Info,
  warning: TriangleAlert,
  error: CircleAlert,
  success: CircleCheck,
};

/** A boxed word of warning or success. */
export const AlertView = ({ block }: { block: AlertBlock }) => (
  <div class={`alert-block ${block.level ?? 'default'}`} role="note">
    <Icon of={alertIcons[block.level ?? 'default']} />
    <div>
      <Text value={block.text} />
    </div>
  </div>
);

/** A card with picture, words and buttons. */
export const CardView = ({ block }: { block: CardBlock }) => (
  <article class="card-block">
    {block.hero_image && <ImagePart image={block.hero_image} class="card-hero" />}
    <header>
      {block.icon && <ImagePart image={block.icon} class="context-image" />}
      <div>
        {block.title && (
          <strong>
            <Text value={block.title} />
          </strong>
        )}
        {block.subtitle && (
          <small>
            <Text value={block.subtitle} />
          </small>
        )}
      </div>
    </header>
    {block.body && (
      <div>
        <Text value={block.body} />
      </div>
    )}
    {block.actions && (
      <div class="actions-block">
        {block.actions.map((button) => (
          <Element key={button.action_id} element={button} blockId={block.block_id} />
        ))}
      </div>
    )}
  </article>
);

/** Cards in a row. */
export const CarouselView = ({ block }: { block: CarouselBlock }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
  <section class="carousel-block" tabIndex={0} aria-label="Cards">
    {block.elements.map((card, index) => (
      <CardView key={card.block_id ?? index} block={card} />
    ))}
  </section>
);

/** Blocks inside a frame, which may be folded. */
export function ContainerView({ block, children }: { block: ContainerBlock; children: ComponentChildren }) {
  const head = (
    <>
      {block.icon && <ImagePart image={block.icon} class="context-image" />}
      <strong>
        {block.rich_text_title ? <RichText block={block.rich_text_title} /> : plain(block.title)}
      </strong>
      {block.subtitle && (
        <small>
          <Text value={block.subtitle} />
        </small>
      )}
    </>
  );
  if (!block.is_collapsible) {
    return (
      <section class="container-block">
        <header>{head}</header>
        {children}
      </section>
    );
  }
  return (
    <details class="container-block" open={!block.default_collapsed}>
      <summary>{head}</summary>
      {children}
    </details>
  );
}
