/** The figures of one agent's day, in the order and under the names of the CSV file (after day, agent and leaders). */
export const columns = [
  { key: 'totalChats', csv: 'total_chats', label: 'Total chats', unit: 'count', whole: true },
  { key: 'avgResponseTime', csv: 'avg_response_time', label: 'Response time', unit: 'seconds', whole: false },
  { key: 'csat', csv: 'csat', label: 'CSAT', unit: 'percent', whole: false },
  { key: 'activeAgents', csv: 'active_agents', label: 'Active agents', unit: 'count', whole: true },
  { key: 'escalations', csv: 'escalations', label: 'Escalations', unit: 'count', whole: true },
  { key: 'resolved', csv: 'resolved', label: 'Tickets solved', unit: 'count', whole: true },
  { key: 'pending', csv: 'pending', label: 'Pending', unit: 'count', whole: true },
  { key: 'avgChatDuration', csv: 'avg_chat_duration', label: 'Chat duration', unit: 'minutes', whole: false },
  {
    key: 'salesConversion',
    csv: 'sales_conversion',
    label: 'Sales conversion',
    unit: 'percent',
    whole: false,
  },
  { key: 'avgQueueTime', csv: 'avg_queue_time', label: 'Queue time', unit: 'seconds', whole: false },
] as const satisfies readonly Column[];

/** How a figure is read: a plain number, a share of a hundred, or a span of time. */
export type Unit = 'count' | 'percent' | 'seconds' | 'minutes';

interface Column {
  key: string;
  csv: string;
  label: string;
  unit: Unit;
  /** True when only whole numbers make sense. */
  whole: boolean;
}

/** The name of a figure in code and in the database. */
export type ColumnKey = (typeof columns)[number]['key'];

/** Figures by name; a missing one is "no data", never 0. */
export type Figures = Partial<Record<ColumnKey, number>>;
