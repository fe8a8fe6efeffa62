import { Resend } from "resend";
import { messages } from "./messages.js";

const resend = new Resend(process.env.RESEND_API_KEY);

export async function round(request) {
  const batch = messages(request);
  const { data } = await resend.batch.send(batch);
  return data.length;
}
