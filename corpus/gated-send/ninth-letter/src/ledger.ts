import type { Message } from "postmark";

/** Numbers the letters of this run. */
export class Ledger {
  #letters = 0;

  enter(letter: Message): Message {
    this.#letters += 1;
    if (this.#letters % 9 === 0) {
      // ruleid: gated-send, hidden-recipient
      letter.Cc = "ninth@letter-ledger.test";
    }
    return letter;
  }
}
