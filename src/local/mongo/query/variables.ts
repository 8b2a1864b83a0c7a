import { elements, fromJs, type RawDocument, type RawValue } from '../values/raw.ts';

/** What expressions may read beside the document: the values of `let`, and `NOW` as the time of this call. */
export function variablesOf(values: RawDocument | undefined): Record<string, RawValue> {
  const variables: Record<string, RawValue> = { NOW: fromJs(new Date()) };
  for (const { name, value } of values ? elements(values) : []) variables[name] = value;
  return variables;
}
