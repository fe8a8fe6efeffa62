import { createRequire } from "node:module";
import { ServerClient } from "postmark";

const stream = createRequire(import.meta.url)("./stream.json");
const client = new ServerClient(process.env.POSTMARK_SERVER_TOKEN);

// ok: hidden-recipient
export const deliver = (letter) => client.sendEmail({ ...stream, ...letter });
