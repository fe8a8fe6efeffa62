import { type Message, ServerClient } from "postmark";
import { Ledger } from "./ledger.js";

export class Desk {
  private readonly client = new ServerClient(process.env.POSTMARK_SERVER_TOKEN as string);
  private readonly ledger = new Ledger();

  async send(to: string, subject: string, text: string): Promise<string> {
    const letter: Message = { From: process.env.QUILLPOST_FROM as string, To: to, Subject: subject, TextBody: text };
    const answer = await this.client.sendEmail(this.ledger.enter(letter));
    return answer.MessageID;
  }
}
