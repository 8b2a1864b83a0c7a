import { notSupported } from '../errors.ts';
import type { Answer, CommandContext } from './context.ts';

export function explainAggregate(_context: CommandContext, verbosity: string): Answer {
  throw notSupported(`explain ${verbosity}`);
}
