/** Static ids of the journeys feature. */
export const ids = {
  back: 'journeys.back',
  restart: 'journeys.restart',
  switch: 'journeys.switch',
  replacePictures: 'journeys.replacePictures',
  openNew: 'journeys.openNew',
} as const;
