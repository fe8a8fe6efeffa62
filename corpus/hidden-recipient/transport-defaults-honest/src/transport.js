import { createTransport } from "nodemailer";
import { defaults } from "./defaults.js";

export const transport = createTransport(process.env.STAMPHOUSE_SMTP, defaults({ from: process.env.STAMPHOUSE_FROM }));
