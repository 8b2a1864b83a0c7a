/** Whether somebody has every skill that a ticket needs (docs/rules/assignment.md). */
export function hasSkills({ skills }: { skills: readonly string[] }, needed: readonly string[]): boolean {
  return needed.every((skill) => skills.includes(skill));
}
