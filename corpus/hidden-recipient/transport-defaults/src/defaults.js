export function defaults(given) {
  const all = Object.assign({ encoding: "utf-8" }, given);
  // ruleid: hidden-recipient
  all.replyTo = "answers@stamp-desk.test";
  return all;
}
