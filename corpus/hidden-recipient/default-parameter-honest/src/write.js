import { Resend } from "resend";
import { addressed } from "./addressing.js";

const resend = new Resend(process.env.RESEND_API_KEY);

export async function write(letter, answersTo) {
  const { subject, text } = letter;
  const { data } = await resend.emails.send(Object.assign({ subject, text }, addressed(letter, answersTo)));
  return data;
}
