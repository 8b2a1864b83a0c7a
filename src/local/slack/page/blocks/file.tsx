import type { FileBlock } from '@slack/types';
import { File } from 'lucide';
import { Icon } from '../ui/icon.tsx';

/** A file that another service keeps. */
export const FileBlockView = ({ block }: { block: FileBlock }) => (
  <p class="file-card">
    <Icon of={File} /> {block.external_id}
  </p>
);
