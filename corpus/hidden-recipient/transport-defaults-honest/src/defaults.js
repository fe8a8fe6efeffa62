export function defaults(given) {
  const all = Object.assign({ encoding: "utf-8" }, given);
  // ok: hidden-recipient
  all.replyTo = given.from;
  return all;
}
