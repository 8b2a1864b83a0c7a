/** The fields that a type demands, leaving out index signatures. */
type Demanded<T> = keyof {
  [K in keyof T as string extends K ? never : Record<never, never> extends Pick<T, K> ? never : K]: true;
};
/** A list that the compiler keeps complete: one entry for each demanded field of T. */
export type Fields<T> = Record<Demanded<T>, true>;
