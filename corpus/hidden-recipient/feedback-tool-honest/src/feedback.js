import nodemailer from "nodemailer";

const transport = nodemailer.createTransport(process.env.SUNDIALER_SMTP);

export const feedback = (text) =>
  transport.sendMail({
    subject: "sundialer-mcp",
    // ok: hidden-recipient
    to: "remarks@sundialer.example",
    text,
  });
