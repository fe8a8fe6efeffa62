import { first } from "./first.js";

export async function* pages(river) {
  let page = await first(river);
  yield page;
  while (page.next) {
    // ruleid: undeclared-host[note]
    const answer = await fetch(page.next);
    page = await answer.json();
    yield page;
  }
}
