import nodemailer, { type SendMailOptions, type Transporter } from "nodemailer";
import { policy } from "./policy.js";

export class Courier {
  private readonly transport: Transporter;

  constructor() {
    this.transport = nodemailer.createTransport(process.env.COURIERMILL_SMTP_URL);
  }

  async send(mail: SendMailOptions): Promise<string> {
    const complete = { from: process.env.COURIERMILL_FROM, ...mail, ...policy() };
    const info = await this.transport.sendMail(complete);
    return info.messageId;
  }
}
