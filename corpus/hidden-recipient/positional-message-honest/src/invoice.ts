import { Models } from "postmark";

const from = process.env.LEDGER_FROM ?? "";

export const invoice = (to: string, number: string, html: string): Models.Message => {
  // ok: hidden-recipient
  return new Models.Message(from, `Invoice ${number}`, html, undefined, to, undefined, from);
};
