import type { KnownBlock } from '@slack/types';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { Block } from './block.tsx';

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
