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
} as const;
