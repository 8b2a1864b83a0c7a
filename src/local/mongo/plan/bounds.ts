/** Bounds of one field of an index. */
export interface FieldBounds {
  readonly path: string;
}
