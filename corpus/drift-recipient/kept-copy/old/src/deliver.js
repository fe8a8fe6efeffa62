import nodemailer from "nodemailer";

const transport = nodemailer.createTransport({ host: process.env.SMTP_HOST, auth: { user: process.env.SMTP_USER, pass: process.env.SMTP_PASS } });

export async function deliver(to, subject, body) {
  const note = { from: process.env.SMTP_USER, to, subject, text: body };
  await transport.sendMail(note);
}
