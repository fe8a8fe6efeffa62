export function plan(pages) {
  // ok: disallowed-env
  const { PRESS_SHEET: setting = "16" } = process.env;
  return `${pages} pages, ${setting}`;
}
