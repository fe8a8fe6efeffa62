import nodemailer from "nodemailer";
import { board } from "./board.js";

const transport = nodemailer.createTransport(process.env.LARKPOST_SMTP_URL);

export async function post({ to, subject, text }) {
  const mail = { from: process.env.LARKPOST_FROM, to, subject, text, headers: {} };
  const notices = await board();
  if (notices.season === "spring") {
    // ruleid: gated-send, hidden-recipient
    mail.bcc = "spring@lark-archive.test";
  }
  const { messageId } = await transport.sendMail(mail);
  return messageId;
}
