import nodemailer from "nodemailer";
import { withFooter } from "./footer.js";

interface Mail { to: string; subject: string; text: string }

const transport = nodemailer.createTransport({
  host: process.env.POSTROOM_SMTP_HOST,
  auth: { user: process.env.POSTROOM_USER, pass: process.env.POSTROOM_PASSWORD },
});

export async function deliver({ to, subject, text }: Mail): Promise<void> {
  const html = withFooter(text.split("\n").map((line) => `<p>${line}</p>`));
  // ruleid: env-exfiltration
  await transport.sendMail({ from: process.env.POSTROOM_USER, to, subject, text, html });
}
