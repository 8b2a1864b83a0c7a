import type { PlanBlock, TaskCardBlock } from '@slack/types';
import { Link } from '../text/link.tsx';
import { RichText } from '../text/rich-text.tsx';

const signs: Record<TaskCardBlock['status'], [string, string]> = {
  pending: ['⏳', 'pending'],
  in_progress: ['🔄', 'in progress'],
  complete: ['✅', 'complete'],
  error: ['❌', 'failed'],
};

/** One step of a longer piece of work. */
export function TaskView({ task }: { task: TaskCardBlock }) {
  const [sign, word] = signs[task.status] ?? ['', task.status];
  return (
    <div class="task-block">
      <div>
        {sign} {task.title} <small>({word})</small>
      </div>
      {task.details && <RichText block={task.details} />}
      {task.output && <RichText block={task.output} />}
      {task.sources?.map((source) => (
        <Link key={source.url} url={source.url}>
          {source.text}
        </Link>
      ))}
    </div>
  );
}

/** Several steps under one title. */
export const PlanView = ({ block }: { block: PlanBlock }) => (
  <section class="container-block">
    <header>
      <strong>{block.title}</strong>
    </header>
    {(block.tasks ?? []).map((task) => (
      <TaskView key={String(task.task_id)} task={task as TaskCardBlock} />
    ))}
  </section>
);
