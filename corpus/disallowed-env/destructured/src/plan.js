export function plan(pages) {
  // ruleid: disallowed-env
  const { PRESS_INK: setting = "16" } = process.env;
  return `${pages} pages, ${setting}`;
}
