import { z } from 'zod';

/** A text field that a parser reads; what the parser throws is shown beside the field. */
export function parsedField<Result>(parse: (text: string) => Result) {
  return z
    .string()
    .default('')
    .transform((text, check) => {
      try {
        return parse(text);
      } catch (error) {
        check.addIssue({ code: 'custom', message: (error as Error).message });
        return z.NEVER;
      }
    });
}
