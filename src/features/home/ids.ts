/** What buttons and menus of the Home tab are called; never renamed, an open Home keeps them. */
export const ids = {
  refresh: 'home.refresh',
  filterAgent: 'home.filterAgent',
  filterLeader: 'home.filterLeader',
  filterSupervisor: 'home.filterSupervisor',
  filterFrom: 'home.filterFrom',
  filterTo: 'home.filterTo',
  clearFilters: 'home.clearFilters',
  agentsPage: 'home.agentsPage',
  agentsBack: 'home.agentsBack',
  sources: 'home.sources',
  picture: 'home.picture',
  help: 'home.help',
} as const;

/** Buttons that do what a command does, with the command. */
export const commands = {
  'home.mine': 'ticket mine',
  'home.queue': 'ticket queue',
  'home.find': 'ticket find',
  'home.template': 'ticket template',
  'home.day': 'stats day',
  'home.week': 'stats week',
  'home.sessionLog': 'session log',
  'home.sessionReport': 'session report',
  'home.sessionInsights': 'session insights',
  'home.who': 'shift who',
  'home.setup': 'desk setup',
  'home.people': 'desk people',
  'home.journeys': 'desk journeys',
  'home.sla': 'desk sla',
  'home.digests': 'desk digests',
  'home.replies': 'desk replies',
  'home.templates': 'desk templates',
  'home.settings': 'desk settings',
  'home.audit': 'desk audit',
} as const;

export type HomeCommand = keyof typeof commands;
