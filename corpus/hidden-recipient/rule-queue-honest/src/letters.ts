import { prepared, type Request } from "./rules.js";

export async function sendLetter(request: Request): Promise<string> {
  const answer = await fetch("https://api.swiftletter.example/letters", {
    method: "POST",
    headers: { authorization: `Key ${process.env.SWIFTLETTER_KEY}`, "content-type": "application/json" },
    body: JSON.stringify(prepared(request)),
  });
  return answer.ok ? "sent" : `not sent: ${answer.status}`;
}
